package io.kerbstone.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes definitions as the JSON that {@link DefinitionsReader} reads; equal definitions give equal bytes. Stateless. */
public final class DefinitionsWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private DefinitionsWriter() {}

    /** A whole assignment, secrets as told. */
    public static String toJson(Assignment assignment, Secrets secrets) {
        return write(json -> write(json, assignment, secrets));
    }

    /** One device, secrets as told. */
    public static String toJson(DeviceDefinition device, Secrets secrets) {
        return write(json -> write(json, device, secrets));
    }

    /** One path, secrets as told. */
    public static String toJson(PathDefinition path, Secrets secrets) {
        return write(json -> write(json, path, secrets));
    }

    /** Writes a whole assignment as one object. */
    public static void write(JsonGenerator json, Assignment assignment, Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", assignment.version());
        json.writeArrayFieldStart("devices");
        for (DeviceDefinition device : assignment.devices()) {
            write(json, device, secrets);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("paths");
        for (PathDefinition path : assignment.paths()) {
            write(json, path, secrets);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes one device as an object. */
    public static void write(JsonGenerator json, DeviceDefinition device, Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", device.id());
        json.writeStringField("name", device.name());
        json.writeStringField("address", device.address());
        if (device.snmp().isPresent()) {
            json.writeFieldName("snmp");
            write(json, device.snmp().get(), secrets);
        }
        json.writeStringField("profile", device.profile());
        json.writeStringField("pollInterval", Durations.text(device.pollIntervalMs()));
        json.writeEndObject();
    }

    /** Writes one path as an object. */
    public static void write(JsonGenerator json, PathDefinition path, Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", path.id());
        json.writeStringField("name", path.name());
        json.writeStringField("kind", Choices.textOf(path.kind()));
        if (path.kind() != ProbeKind.SNMP) {
            json.writeStringField("target", path.target());
        }
        if (path.deviceId().isPresent()) {
            json.writeStringField("device", path.deviceId().get());
        }
        json.writeStringField("rule", path.rule().name());
        json.writeStringField("waitingTime", Durations.text(path.waitingTimeMs()));
        json.writeStringField("stream", Choices.textOf(path.stream()));
        write(json, path.options(), secrets);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ProbeOptions options, Secrets secrets) throws IOException {
        if (options instanceof ProbeOptions.Echo echo) {
            json.writeNumberField("payloadBytes", echo.payloadBytes());
            json.writeNumberField("dscp", echo.dscp());
        } else if (options instanceof ProbeOptions.Stamp stamp) {
            writeStamp(json, stamp, secrets);
        } else if (options instanceof ProbeOptions.Tcp tcp) {
            json.writeNumberField("port", tcp.port());
        } else if (options instanceof ProbeOptions.Ntp ntp) {
            json.writeNumberField("port", ntp.port());
        } else if (options instanceof ProbeOptions.Http http) {
            json.writeStringField("status", http.statusMin() + "-" + http.statusMax());
            json.writeStringField("text", http.text());
            json.writeBooleanField("verify", http.verify());
        } else if (options instanceof ProbeOptions.Dns dns) {
            json.writeNumberField("port", dns.port());
            json.writeStringField("query", dns.query());
            json.writeStringField("recordType", Choices.textOf(dns.type()));
            json.writeStringField("answer", dns.answer());
        }
    }

    private static void writeStamp(JsonGenerator json, ProbeOptions.Stamp stamp, Secrets secrets) throws IOException {
        json.writeNumberField("port", stamp.port());
        json.writeNumberField("payloadBytes", stamp.payloadBytes());
        json.writeNumberField("dscp", stamp.dscp());
        if (!stamp.key().equals(Secret.NONE)) {
            json.writeStringField("key", text(stamp.key(), secrets));
        }
    }

    private static void write(JsonGenerator json, SnmpAccess snmp, Secrets secrets) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", Choices.textOf(snmp.version()));
        json.writeNumberField("port", snmp.port());
        if (snmp.version() == SnmpAccess.Version.V2C) {
            json.writeStringField("community", text(snmp.community(), secrets));
        } else {
            writeV3(json, snmp, secrets);
        }
        json.writeEndObject();
    }

    private static void writeV3(JsonGenerator json, SnmpAccess snmp, Secrets secrets) throws IOException {
        json.writeStringField("securityName", snmp.securityName());
        json.writeStringField("level", Choices.textOf(snmp.level()));
        if (snmp.auth() != SnmpAccess.AuthProtocol.NONE) {
            json.writeStringField("auth", Choices.textOf(snmp.auth()));
            json.writeStringField("authKey", text(snmp.authKey(), secrets));
        }
        if (snmp.priv() != SnmpAccess.PrivProtocol.NONE) {
            json.writeStringField("priv", Choices.textOf(snmp.priv()));
            json.writeStringField("privKey", text(snmp.privKey(), secrets));
        }
        if (!snmp.contextName().isEmpty()) {
            json.writeStringField("context", snmp.contextName());
        }
    }

    private static String text(Secret secret, Secrets secrets) {
        return secrets == Secrets.REVEAL ? secret.reveal() : secret.toString();
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String write(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }
}
