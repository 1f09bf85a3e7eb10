package io.kerbstone.agent.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.agent.record.JournalState;
import io.kerbstone.agent.uplink.UplinkStatus;
import io.kerbstone.settings.Choices;
import io.kerbstone.time.ClockState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How the agent stands at a moment.
 *
 * @param version of the software
 * @param agentId see the identity
 * @param processId of the running agent
 * @param startedAtMs when it started, ms since 1970 UTC
 * @param writtenAtMs when this was written, ms since 1970 UTC
 * @param journal how the journal stands
 * @param uplink how the uplink stands
 * @param clock what is known of the time
 * @param icmp empty when ICMP works, else why not
 * @param assignmentVersion 0 without one
 * @param paths how many are probed
 * @param devices how many are polled
 */
public record AgentStatus(
        String version,
        String agentId,
        long processId,
        long startedAtMs,
        long writtenAtMs,
        JournalState journal,
        UplinkStatus uplink,
        ClockState clock,
        Optional<String> icmp,
        long assignmentVersion,
        int paths,
        int devices) {
    private static final JsonFactory JSON = new JsonFactory();

    /** As JSON, with all counters. */
    public String toJson(Counters counters) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeStringField("agentId", agentId);
            json.writeNumberField("processId", processId);
            json.writeNumberField("startedAtMs", startedAtMs);
            json.writeNumberField("writtenAtMs", writtenAtMs);
            writeJournal(json);
            writeUplink(json);
            writeClock(json);
            json.writeObjectFieldStart("icmp");
            json.writeBooleanField("available", icmp.isEmpty());
            json.writeStringField("sentence", icmp.orElse(""));
            json.writeEndObject();
            json.writeObjectFieldStart("assignment");
            json.writeNumberField("version", assignmentVersion);
            json.writeNumberField("paths", paths);
            json.writeNumberField("devices", devices);
            json.writeEndObject();
            writeCounters(json, counters);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text + "\n";
    }

    private void writeJournal(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("journal");
        json.writeStringField("epoch", journal.epoch().toString());
        json.writeNumberField("firstSequence", journal.firstSequence());
        json.writeNumberField("durableSequence", journal.durableSequence());
        json.writeNumberField("bytes", journal.bytes());
        json.writeNumberField("capBytes", journal.capBytes());
        json.writeNumberField("backlog", journal.backlog());
        json.writeBooleanField("failing", journal.isFailing());
        json.writeEndObject();
    }

    private void writeUplink(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("uplink");
        json.writeStringField("state", Choices.textOf(uplink.state()));
        json.writeStringField("collector", uplink.collector());
        json.writeStringField("sentence", uplink.sentence());
        json.writeNumberField("inFlight", uplink.inFlight());
        json.writeEndObject();
    }

    private void writeClock(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("clock");
        json.writeStringField("bootId", clock.bootId());
        json.writeBooleanField("synchronised", clock.synchronised());
        json.writeNumberField("errorNs", clock.errorNs());
        json.writeNumberField("suspendedNs", clock.suspendedNs());
        json.writeBooleanField("contested", clock.isContested());
        if (clock.collector().isPresent()) {
            json.writeNumberField("offsetNs", clock.offsetNs().orElseThrow());
            json.writeNumberField("offsetErrorNs", clock.collector().get().errorNs());
        }
        json.writeEndObject();
    }

    private static void writeCounters(JsonGenerator json, Counters counters) throws IOException {
        json.writeObjectFieldStart("counters");
        for (Counter counter : Counter.values()) {
            json.writeNumberField(Choices.textOf(counter), counters.get(counter));
        }
        json.writeEndObject();
    }
}
