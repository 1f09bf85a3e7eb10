package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsTest {
    private static final int VALUES = 40;

    @Test
    void shouldReadBackWhatWasWrittenWhereverItBeginsAndEnds() throws WireException {
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(VALUES);
            long[] values = new long[count];
            int[] parameters = new int[count];
            Bits.Writer out = new Bits.Writer();
            for (int i = 0; i < count; i++) {
                parameters[i] = random.nextInt(32);
                values[i] = random.nextLong() >>> (1 + random.nextInt(63));
                out.rice(values[i], parameters[i]);
            }
            out.align();
            Bits.Reader in = new Bits.Reader(out.toBytes());
            for (int i = 0; i < count; i++) {
                assertEquals(values[i], in.rice(parameters[i]), "value " + i + " of seed " + seed);
            }
            in.align();
            assertTrue(in.isAtEnd(), "seed " + seed);
        }
    }

    @Test
    void shouldRefuseWhenTheBitsEndWithinAValueOrThePaddingIsNotZero() throws WireException {
        Bits.Writer out = new Bits.Writer();
        out.rice(5, 3);
        byte[] whole = out.toBytes();
        Bits.Reader longer = new Bits.Reader(whole);
        assertEquals(5, longer.rice(3));
        assertThrows(WireException.class, () -> longer.rice(20));
        whole[whole.length - 1] |= 1;
        Bits.Reader padded = new Bits.Reader(whole);
        assertEquals(5, padded.rice(3));
        assertThrows(WireException.class, padded::align);
    }
}
