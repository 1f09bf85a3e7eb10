package io.kerbstone.collector.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static byte[] packed(long... values) {
        ByteWriter out = new ByteWriter();
        Columns.write(out, values, values.length);
        return out.toBytes();
    }

    private static void assertGivenBack(String what, long... values) {
        long[] read = Columns.read(new ByteReader(packed(values)), values.length);
        assertArrayEquals(values, read, () -> what + " " + Arrays.toString(values));
    }

    @Test
    void shouldGiveBackEveryNumberWhenColumnsAreOfAnyLengthAndWidth() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int width = random.nextInt(65);
            long[] values = new long[random.nextInt(200)];
            for (int i = 0; i < values.length; i++) {
                int bits = random.nextInt(20) == 0 ? 64 : width;
                values[i] = bits == 0 ? 0 : random.nextLong() >>> (64 - bits);
            }
            assertGivenBack("seed " + seed, values);
        }
    }

    @Test
    void shouldGiveBackTheExtremesWhenPacked() {
        assertGivenBack("extremes", -1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 1, 23, 24, 25);
        assertGivenBack("all ones", -1, -1, -1, 0, -1, 5);
        assertEquals(Long.MIN_VALUE, Columns.unzigzag(Columns.zigzag(Long.MIN_VALUE)));
        assertEquals(Long.MAX_VALUE, Columns.unzigzag(Columns.zigzag(Long.MAX_VALUE)));
    }

    /** Golden bytes: both forms of a column must be readable for ever. */
    @Test
    void shouldWriteTheDocumentedBytesWhenColumnIsQuietOrBusy() {
        assertEquals("40" + "0a" + "e702", HexFormat.of().formatHex(packed(columnOf(360, 10))));
        assertEquals("01" + "03" + "8e3d00", HexFormat.of().formatHex(packed(2, 1, 4, 1, 7, 0, 0)));
        assertEquals("", HexFormat.of().formatHex(packed()));
    }

    private static long[] columnOf(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void shouldTakeLittleMoreThanTheEntropyWhenNumbersAreGeometric() {
        Random random = new Random(7);
        long[] values = new long[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) (-Math.log(1 - random.nextDouble()) * 100);
        }
        double bits = packed(values).length * 8.0 / values.length;
        assertTrue(bits < 8.3, bits + " bits, where the entropy is 8.1");
    }

    @Test
    void shouldStopTheProcessWhenColumnEndsEarly() {
        assertThrows(IllegalStateException.class, () -> Columns.read(new ByteReader(new byte[] {3, 1, 0}), 9));
        assertThrows(IllegalStateException.class, () -> Columns.read(new ByteReader(new byte[] {64, 1, 9}), 9));
        assertThrows(IllegalStateException.class, () -> Columns.read(new ByteReader(new byte[] {3, 7, 0}), 1));
    }
}
