package io.kerbstone.agent.journal;

import io.kerbstone.wire.SequenceRanges;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a journal remembers beside its segments: acknowledged sequences, and what was given up without the collector
 * knowing yet. Losing it costs repeated sending and a wider gap record, nothing else. Immutable.
 *
 * @param epoch the journal's epoch; a note of another epoch is ignored
 * @param acknowledged sequences the collector has durably
 * @param given the range given up whose gap record is not acknowledged yet
 * @param declared damaged sequences that already have a gap record
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record JournalNote(byte[] epoch, SequenceRanges acknowledged, Optional<Given> given, SequenceRanges declared) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "-";

    /**
     * A range given up.
     *
     * @param fromSequence its start; its end is before the first sequence kept
     * @param before hash of the frame before it
     * @param gapSequence the frame that holds its gap record
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
    record Given(long fromSequence, byte[] before, long gapSequence) {}

    static JournalNote empty(byte[] epoch) {
        return new JournalNote(epoch, SequenceRanges.EMPTY, Optional.empty(), SequenceRanges.EMPTY);
    }

    JournalNote withAcknowledged(SequenceRanges ranges) {
        boolean isTold = given.filter(g -> ranges.contains(g.gapSequence())).isPresent();
        return new JournalNote(epoch, ranges, isTold ? Optional.empty() : given, declared);
    }

    JournalNote withGiven(Given newGiven) {
        return new JournalNote(epoch, acknowledged, Optional.of(newGiven), declared);
    }

    JournalNote withDeclared(long from, long to) {
        return new JournalNote(epoch, acknowledged, given, declared.plus(from, to));
    }

    byte[] encode() {
        String text = String.join(
                "\n",
                HEX.formatHex(epoch),
                acknowledged.toString(),
                given.map(g -> g.fromSequence() + " " + HEX.formatHex(g.before()) + " " + g.gapSequence())
                        .orElse(NONE),
                declared.toString(),
                "");
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        String crc = HEX.toHexDigits(SegmentFormat.crc(bytes, 0, bytes.length));
        return (text + crc + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The note of that epoch; empty when it is another's or not sound. */
    static Optional<JournalNote> decode(byte[] bytes, byte[] epoch) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (lines.size() != 6 || !lines.get(0).equals(HEX.formatHex(epoch))) {
            return Optional.empty();
        }
        int length = text.length() - lines.get(4).length() - 1;
        if (!lines.get(4).equals(HEX.toHexDigits(SegmentFormat.crc(bytes, 0, length)))) {
            return Optional.empty();
        }
        return SequenceRanges.parse(lines.get(1)).flatMap(acknowledged -> SequenceRanges.parse(lines.get(3))
                .map(declared -> new JournalNote(epoch, acknowledged, given(lines.get(2)), declared)));
    }

    private static Optional<Given> given(String line) {
        if (line.equals(NONE)) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        return Optional.of(new Given(Long.parseLong(parts[0]), HEX.parseHex(parts[1]), Long.parseLong(parts[2])));
    }
}
