package io.kerbstone.profiles;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.kerbstone.measurement.Reading.Quality;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prints a {@link DeviceReport} as the JSON of {@code kerbstone-agent poll --json}. What is not known is null. Stateless. */
public final class DeviceReportWriter {
    private static final JsonFactory JSON = new JsonFactory();

    /** Field of an interface's number in the report, by its name in the series. */
    private static final Map<String, String> NUMBERS = Map.of(
            "inOctets", "inBytesPerSecond",
            "outOctets", "outBytesPerSecond",
            "inErrors", "inErrorsPerSecond",
            "outErrors", "outErrorsPerSecond",
            "inDiscards", "inDiscardsPerSecond",
            "outDiscards", "outDiscardsPerSecond");

    private DeviceReportWriter() {}

    /** The document, indented. */
    public static String toJson(DeviceReport report) {
        StringWriter text = new StringWriter();
        try {
            write(report, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes the document, indented; does not close the writer. */
    public static void write(DeviceReport report, Writer to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeObjectFieldStart("profile");
            json.writeStringField("id", report.profileId());
            json.writeStringField("firmwareRange", report.firmwareRange());
            json.writeEndObject();
            identity(report, json);
            number(json, "uptimeSeconds", report.uptimeSeconds());
            interfaces(report, json);
            sensors(report, json);
            processors(report, json);
            memory(report, json);
            json.writeArrayFieldStart("problems");
            for (String problem : report.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void identity(DeviceReport report, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("identity");
        for (String field : new String[] {"vendor", "model", "firmware", "serial", "name"}) {
            text(json, field, report.identity().get(field));
        }
        for (Map.Entry<String, String> more : report.identity().entrySet()) {
            switch (more.getKey()) {
                case "vendor", "model", "firmware", "serial", "name" -> {}
                default -> json.writeStringField(more.getKey(), more.getValue());
            }
        }
        json.writeEndObject();
    }

    private static void interfaces(DeviceReport report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("interfaces");
        for (DeviceReport.Interface one : report.interfaces()) {
            json.writeStartObject();
            if (one.index().matches("\\d{1,10}")) {
                json.writeNumberField("index", Long.parseLong(one.index()));
            } else {
                json.writeStringField("index", one.index());
            }
            for (String field : new String[] {"name", "adminStatus", "operStatus"}) {
                text(json, field, one.texts().get(field));
            }
            Double speed = one.numbers().get("speed");
            number(json, "speedBps", speed == null ? OptionalDouble.empty() : OptionalDouble.of(speed));
            for (String field : new String[] {"alias", "description", "hardwareAddress"}) {
                text(json, field, one.texts().get(field));
            }
            for (Map.Entry<String, Double> more : one.numbers().entrySet()) {
                String field = NUMBERS.get(more.getKey());
                if (field != null) {
                    number(json, field, OptionalDouble.of(more.getValue()));
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sensors(DeviceReport report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("sensors");
        for (DeviceReport.Sensor sensor : report.sensors()) {
            json.writeStartObject();
            json.writeStringField("class", sensor.sensorClass());
            json.writeStringField("description", sensor.description());
            if (sensor.text().isPresent()) {
                json.writeStringField("value", sensor.text().get());
            } else {
                number(json, "value", sensor.value());
            }
            json.writeStringField("unit", sensor.unit());
            json.writeStringField("status", status(sensor.quality()));
            json.writeStringField("oid", sensor.source());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String status(Quality quality) {
        return switch (quality) {
            case GOOD -> "good";
            case FIRST -> "first";
            case RESET -> "reset";
            case NOT_AVAILABLE -> "notAvailable";
            case MALFORMED -> "malformed";
        };
    }

    private static void processors(DeviceReport report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("processors");
        for (DeviceReport.Processor processor : report.processors()) {
            json.writeStartObject();
            json.writeStringField("description", processor.description());
            number(json, "usagePercent", processor.usagePercent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void memory(DeviceReport report, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("memory");
        for (DeviceReport.Memory memory : report.memory()) {
            json.writeStartObject();
            json.writeStringField("description", memory.description());
            number(json, "usedBytes", memory.usedBytes());
            number(json, "totalBytes", memory.totalBytes());
            number(json, "usedPercent", memory.usedPercent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, text);
        }
    }

    /** Whole numbers without a fraction: a speed is 1000000000, not 1.0E9. */
    private static void number(JsonGenerator json, String field, OptionalDouble number) throws IOException {
        if (number.isEmpty()) {
            json.writeNullField(field);
        } else if (number.getAsDouble() == Math.rint(number.getAsDouble()) && Math.abs(number.getAsDouble()) < 1e15) {
            json.writeNumberField(field, (long) number.getAsDouble());
        } else {
            json.writeNumberField(field, number.getAsDouble());
        }
    }
}
