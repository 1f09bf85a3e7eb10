package io.kerbstone.collector.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.FrameBody;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The collector's own records: frames without measurements, signed by its own key, chained like an agent's. The entry
 * stands as JSON where an agent puts its local definitions ({@code docs/decisions/0052-audit-records-are-frames.md}).
 * Owned by the ingest thread.
 */
final class AuditChain {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String BOOT = "collector";

    private final SigningKey key;
    private final MonotonicClock clock;
    private final WallClock wall;
    private final Epoch epoch;
    private long nextSequence;
    private Hash previous;

    AuditChain(SigningKey key, MonotonicClock clock, WallClock wall, Epoch epoch, long nextSequence, Hash previous) {
        this.key = key;
        this.clock = clock;
        this.wall = wall;
        this.epoch = epoch;
        this.nextSequence = nextSequence;
        this.previous = previous;
    }

    byte[] next(AuditEntry entry) {
        ClockState state = new ClockState(BOOT, clock.nowNs(), wall.nowUnixNs(), false, 0);
        byte[] frame = FrameCodec.encode(
                new FrameBody(
                        Registry.COLLECTOR,
                        epoch,
                        nextSequence,
                        previous,
                        state,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(json(entry))),
                key);
        nextSequence++;
        previous = Hash.sha256(frame);
        return frame;
    }

    private static String json(AuditEntry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("audit");
            json.writeNumberField("atMs", entry.atMs());
            json.writeStringField("by", entry.by());
            json.writeStringField("action", entry.action());
            json.writeStringField("subject", entry.subject());
            json.writeStringField("detail", entry.detail());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("BUG: writing to memory failed", e);
        }
        return text.toString();
    }
}
