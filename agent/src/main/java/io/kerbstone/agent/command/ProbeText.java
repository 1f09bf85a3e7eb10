package io.kerbstone.agent.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.measurement.Delays;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Sample;
import io.kerbstone.measurement.WilsonInterval;
import io.kerbstone.settings.Choices;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** A sample as a line for people or a document for programs: the same for probes of every kind. */
record ProbeText(String name, String kind, Sample sample, List<Reading> facts) {
    private static final JsonFactory JSON = new JsonFactory();

    String line(Messages messages) {
        StringBuilder text = new StringBuilder(sampleLine(messages));
        for (Reading fact : facts) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(fact.series())
                    .append(": ");
            text.append(fact.text() != null ? fact.text() : fact.value() + " " + fact.unit());
        }
        return text.toString().stripTrailing();
    }

    private String sampleLine(Messages messages) {
        Delays delays = sample.delays();
        if (delays.count() == 0) {
            return messages.get("probe.silent", name, sample.sent(), sample.lost(), sample.notSent());
        }
        return messages.get(
                "probe.line",
                name,
                sample.sent(),
                sample.lost(),
                sample.notSent(),
                us(delays.minNs()),
                us(delays.sumNs() / delays.count()),
                us(delays.percentileNs(99)),
                us(delays.maxNs()),
                us(delays.errorBoundNs()));
    }

    private static String us(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e3);
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("target", name);
            json.writeStringField("kind", kind);
            json.writeNumberField("sent", sample.sent());
            json.writeNumberField("lost", sample.lost());
            json.writeNumberField("notSent", sample.notSent());
            writeReasons(json);
            json.writeFieldName("rttUs");
            writeDelays(json);
            json.writeFieldName("lossInterval95");
            if (sample.sent() == 0) {
                json.writeNull();
            } else {
                WilsonInterval loss = WilsonInterval.of(sample.lost(), sample.sent());
                json.writeArray(new double[] {loss.low(), loss.high()}, 0, 2);
            }
            writeFacts(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }

    private void writeFacts(JsonGenerator json) throws IOException {
        if (facts.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("facts");
        for (Reading fact : facts) {
            if (fact.text() != null) {
                json.writeStringField(fact.series(), fact.text());
            } else {
                json.writeNumberField(fact.series(), fact.value());
            }
        }
        json.writeEndObject();
    }

    private void writeReasons(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("lostBecause");
        for (var reason : sample.lostBecause().entrySet()) {
            json.writeNumberField(Choices.textOf(reason.getKey()), reason.getValue());
        }
        json.writeEndObject();
    }

    private void writeDelays(JsonGenerator json) throws IOException {
        Delays delays = sample.delays();
        if (delays.count() == 0) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("min", delays.minNs() / 1e3);
        json.writeNumberField("mean", (double) delays.sumNs() / delays.count() / 1e3);
        for (int percent : new int[] {50, 90, 95, 99}) {
            json.writeNumberField("p" + percent, delays.percentileNs(percent) / 1e3);
        }
        json.writeNumberField("max", delays.maxNs() / 1e3);
        json.writeNumberField("errorBound", delays.errorBoundNs() / 1e3);
        json.writeEndObject();
    }
}
