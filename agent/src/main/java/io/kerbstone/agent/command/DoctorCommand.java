package io.kerbstone.agent.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.settings.Choices;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: says what is wrong and how to mend it. Exit 1 when something failed; warnings are not failures. */
@Command(name = "doctor")
final class DoctorCommand extends Common implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json")
    private boolean isJson;

    @Override
    public Integer call() {
        List<Doctor.Finding> findings =
                new Doctor(messages(), config.file, MonotonicClock.SYSTEM, WallClock.SYSTEM).examine();
        boolean isHealthy = findings.stream().noneMatch(finding -> finding.state() == Doctor.State.FAILED);
        if (isJson) {
            out().println(json(findings, isHealthy));
        } else {
            for (Doctor.Finding finding : findings) {
                out().println(messages().get("doctor.mark." + Choices.textOf(finding.state())) + " "
                        + finding.sentence());
            }
        }
        out().flush();
        return isHealthy ? DONE : NO;
    }

    private static String json(List<Doctor.Finding> findings, boolean isHealthy) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("healthy", isHealthy);
            json.writeArrayFieldStart("checks");
            for (Doctor.Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("check", finding.check());
                json.writeStringField("state", Choices.textOf(finding.state()));
                json.writeStringField("sentence", finding.sentence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }
}
