package io.kerbstone.rigs.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.archive.ArchivePosition;
import io.kerbstone.collector.archive.ArchiveRecord;
import io.kerbstone.rigs.street.Program;
import io.kerbstone.rigs.street.Street;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the archive of a stopped street holds, beside what its agents' journals say was acknowledged. */
final class Evidence {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Street street;
    private final Map<String, SortedMap<Long, Frame>> archived = new HashMap<>();

    private Evidence(Street street) {
        this.street = street;
    }

    static Evidence of(Street street) {
        Evidence evidence = new Evidence(street);
        try (Archive archive = Archive.open(street.data().resolve("archive"), ArchivePosition.START);
                Archive.Cursor cursor = archive.from(ArchivePosition.START)) {
            for (Optional<ArchiveRecord> record = cursor.next(); record.isPresent(); record = cursor.next()) {
                evidence.add(assertInstanceOf(
                        Frame.class, FrameCodec.decode(record.get().bytes())));
            }
        }
        return evidence;
    }

    private void add(Frame frame) {
        String name = frame.body().agentId() + " " + frame.body().epoch();
        Frame before = archived.computeIfAbsent(name, key -> new TreeMap<>())
                .put(frame.body().sequence(), frame);
        assertEquals(null, before, "frame " + frame.body().sequence() + " of " + name + " is there twice");
    }

    void assertEveryAcknowledgedFrameOnce(String... agents) throws Exception {
        for (String agent : agents) {
            JsonNode journal = journal(street, agent);
            String name = agent + " " + journal.get("epoch").asText();
            SortedMap<Long, Frame> frames = archived.get(name);
            SequenceRanges acknowledged =
                    SequenceRanges.parse(journal.get("acknowledged").asText()).orElseThrow();
            assertTrue(acknowledged.contains(1) && acknowledged.highest() > 30, name + ": " + acknowledged);
            for (long sequence = 1; sequence <= acknowledged.highest(); sequence++) {
                if (acknowledged.contains(sequence)) {
                    assertTrue(frames.containsKey(sequence), "frame " + sequence + " of " + name + " is lost");
                }
            }
            assertChained(name, frames);
        }
    }

    private static void assertChained(String name, SortedMap<Long, Frame> frames) {
        Hash previous = Hash.ZERO;
        for (Map.Entry<Long, Frame> entry : frames.entrySet()) {
            assertEquals(
                    previous, entry.getValue().body().previous(), "chain of " + name + " before " + entry.getKey());
            previous = entry.getValue().hash();
        }
    }

    /** Frames of an agent's journal that the collector has not acknowledged. */
    static long pending(Street street, String agent) throws Exception {
        return journal(street, agent).get("backlog").asLong();
    }

    private static JsonNode journal(Street street, String agent) throws Exception {
        String[] command = {
            "journal", "status", "--json", "--config", street.agentConfig(agent).toString()
        };
        try (Program program = Program.agent("journal of " + agent, command)) {
            if (program.awaitExit(60) != 0) {
                throw new IOException(program.tail(20));
            }
            return JSON.readTree(program.awaitLine(line -> line.startsWith("{"), 5));
        }
    }
}
