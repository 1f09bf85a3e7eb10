package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceRangesTest {
    private static final int UNIVERSE = 60;

    @Test
    void shouldAgreeWithASetOfBitsWhenOperationsAreRandom() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String where = "seed " + seed + ", round " + round;
            BitSet bits = new BitSet();
            SequenceRanges ranges = SequenceRanges.EMPTY;
            for (int step = 0; step < 15; step++) {
                int from = 1 + random.nextInt(UNIVERSE);
                int to = Math.min(UNIVERSE, from + random.nextInt(6));
                bits.set(from, to + 1);
                ranges = ranges.plus(from, to);
                assertSame(bits, ranges, where);
                assertMissing(bits, ranges, 1 + random.nextInt(UNIVERSE), 1 + random.nextInt(UNIVERSE), where);
            }
        }
    }

    private static void assertSame(BitSet bits, SequenceRanges ranges, String where) {
        assertEquals(bits.cardinality(), ranges.count(), where);
        assertEquals(Math.max(0, bits.length() - 1), ranges.highest(), where);
        for (int i = 1; i <= UNIVERSE + 1; i++) {
            assertEquals(bits.get(i), ranges.contains(i), where + ", sequence " + i);
        }
        assertEquals(Optional.of(ranges), SequenceRanges.parse(ranges.toString()), where);
    }

    private static void assertMissing(BitSet bits, SequenceRanges ranges, int from, int to, String where) {
        SequenceRanges missing = ranges.missing(from, to);
        for (int i = 1; i <= UNIVERSE + 1; i++) {
            assertEquals(i >= from && i <= to && !bits.get(i), missing.contains(i), where + ", missing " + i);
        }
        if (from <= to) {
            assertTrue(ranges.plus(missing).missing(from, to).isEmpty(), where);
        }
    }

    @Test
    void shouldGiveTheSameSetWhenSequencesComeInAnyOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Integer> sequences =
                new java.util.ArrayList<>(random.ints(40, 1, UNIVERSE).boxed().toList());
        SequenceRanges sorted = SequenceRanges.EMPTY;
        for (int sequence : sequences.stream().sorted().toList()) {
            sorted = sorted.plus(sequence);
        }
        java.util.Collections.shuffle(sequences, random);
        SequenceRanges shuffled = SequenceRanges.EMPTY;
        for (int sequence : sequences) {
            shuffled = shuffled.plus(sequence);
        }
        assertEquals(sorted, shuffled, "seed " + seed);
    }

    @Test
    void shouldPrintAndReadWhenRangesAreNamed() {
        SequenceRanges ranges = SequenceRanges.of(1, 5).plus(7);
        assertEquals("1-5,7", ranges.toString());
        assertEquals("1-7", ranges.plus(6).toString());
        assertEquals("6,8-10", ranges.missing(1, 10).toString());
        assertEquals("", SequenceRanges.EMPTY.toString());
        assertEquals("1-5", ranges.first(1).toString());
        for (String text : new String[] {"x", "0", "5-1", "1,2", "3,1", "1-", "-1", "1,,3", "1-5,4-9"}) {
            assertEquals(Optional.empty(), SequenceRanges.parse(text), text);
        }
    }

    @Test
    void shouldNotOverflowWhenSequencesAreTheGreatest() {
        SequenceRanges all = SequenceRanges.of(1, Long.MAX_VALUE);
        assertTrue(all.contains(Long.MAX_VALUE));
        assertTrue(all.missing(1, Long.MAX_VALUE).isEmpty());
        assertEquals(all, SequenceRanges.of(1, Long.MAX_VALUE - 1).plus(Long.MAX_VALUE));
        assertEquals(
                "1",
                SequenceRanges.of(2, Long.MAX_VALUE).missing(1, Long.MAX_VALUE).toString());
        assertFalse(SequenceRanges.EMPTY.contains(Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> SequenceRanges.of(0, 1));
    }
}
