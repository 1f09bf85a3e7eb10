package io.kerbstone.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.identity.SigningKey;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileFrameTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final HexFormat HEX = HexFormat.of();
    private static final long ALLOCATED_BYTES_MAX = 4L << 20;

    private static byte[] frame(long seed) {
        return FrameCodec.encode(RandomBodies.next(new Random(seed)), KEY);
    }

    @Test
    void shouldGiveAProblemWhenAFrameIsCutAnywhere() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 3; round++) {
            byte[] frame = frame(seed + round);
            for (int i = 0; i < frame.length; i++) {
                Decoded decoded = FrameCodec.decode(Arrays.copyOf(frame, i), FrameLimits.DEFAULT);
                assertInstanceOf(Problem.class, decoded, "seed " + (seed + round) + ", cut at " + i);
            }
        }
    }

    @Test
    void shouldGiveAProblemOrAWrongSignatureWhenAnyBitIsFlipped() {
        long seed = new Random().nextLong();
        byte[] frame = frame(seed);
        int bits = Math.min(frame.length, 700) * 8;
        for (int bit = 0; bit < bits; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotAccepted(flipped, "seed " + seed + ", bit " + bit);
        }
    }

    @Test
    void shouldGiveAProblemOrAWrongSignatureWhenBytesAreScrambled() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] frame = frame(seed + round % 20);
            int changes = 1 + random.nextInt(8);
            byte[] changed = frame.clone();
            for (int i = 0; i < changes; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            if (!Arrays.equals(frame, changed)) {
                assertNotAccepted(changed, "seed " + seed + ", round " + round);
            }
        }
    }

    private static void assertNotAccepted(byte[] bytes, String where) {
        if (FrameCodec.decode(bytes, FrameLimits.DEFAULT) instanceof Frame frame) {
            assertFalse(FrameCodec.verify(frame, KEY.verifyingKey()), where);
        }
    }

    @Test
    void shouldGiveAProblemWhenBytesAreGarbage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            assertInstanceOf(Problem.class, FrameCodec.decode(garbage), "seed " + seed + ", round " + round);
            // The same behind a true beginning, so that the garbage reaches the deeper decoders.
            assertInstanceOf(
                    Problem.class,
                    FrameCodec.decode(RawFrames.sign1(garbage)),
                    "seed " + seed + ", payload of round " + round);
            byte[] columns = RawFrames.sign1(RawFrames.bodyWithColumns(garbage));
            Decoded decoded = FrameCodec.decode(columns);
            assertTrue(decoded instanceof Problem || decoded instanceof Frame, "seed " + seed + ", round " + round);
        }
    }

    @Test
    void shouldAllocateLittleWhenLengthsLie() {
        String[] payloads = {
            "5b7fffffffffffffff00",
            "5affffffff00",
            "7b7fffffffffffffff61",
            "7a00ffffff61",
            "9b7fffffffffffffff01",
            "9affffffff01",
            "bb7fffffffffffffff01",
            "5f5affffffff00",
            "7f7affffffff61",
            "9f9f9f9f9f9f9f9f9f9f9f9f",
            "c25affffffff00",
            "a1065affffffff00",
            "a1077a7fffffff61",
            "a1079affffffff83",
            "bf01ff",
            "d9d9f7d9d9f7a0"
        };
        String[] columns = {
            "8020" + "0003616263" + "00" + "904e"
                    + "00", // 4096 blocks claimed, 10,000 observations claimed, nothing there
            "01" + "0003616263" + "08" + "904e00" + "01008f4e02" + "000000", // 10,000 exceptions, no residuals
            "ffffffffffffffffff01",
            "01ffffffffffffffffff7f",
            "01000361626300ffffffffff7f"
        };
        for (String payload : payloads) {
            assertAllocatesLittle(HEX.parseHex(payload), payload);
            assertAllocatesLittle(RawFrames.sign1(HEX.parseHex(payload)), payload);
        }
        for (String text : columns) {
            assertAllocatesLittle(RawFrames.sign1(RawFrames.bodyWithColumns(HEX.parseHex(text))), text);
        }
    }

    private static void assertAllocatesLittle(byte[] bytes, String what) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        FrameCodec.decode(bytes); // Loads classes and fills buffers first.
        long before = threads.getCurrentThreadAllocatedBytes();
        Decoded decoded = FrameCodec.decode(bytes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertInstanceOf(Problem.class, decoded, what);
        assertTrue(allocated < ALLOCATED_BYTES_MAX, what + " allocates " + allocated);
    }

    @Test
    void shouldSayUnsupportedWhenAlgorithmOrFormatIsOfALaterVersion() {
        byte[] body = RawFrames.body(BodyCodec.FORMAT);
        assertInstanceOf(Frame.class, FrameCodec.decode(RawFrames.sign1(body)));
        assertEquals(Problem.Kind.UNSUPPORTED, kind(RawFrames.sign1(RawFrames.body(2))));
        assertEquals(Problem.Kind.UNSUPPORTED, kind(RawFrames.sign1("a10126", body, 64)), "ES256");
        assertEquals(Problem.Kind.UNSUPPORTED, kind(RawFrames.sign1("a0", body, 64)), "no algorithm");
        assertEquals(Problem.Kind.UNSUPPORTED, kind(RawFrames.sign1("a201270281187b", body, 64)), "crit");
        assertEquals(Problem.Kind.MALFORMED, kind(RawFrames.sign1("a10127", body, 63)), "short signature");
        assertEquals(Problem.Kind.MALFORMED, kind(RawFrames.sign1("a201270127", body, 64)), "key twice");
        assertInstanceOf(
                Frame.class, FrameCodec.decode(RawFrames.sign1("a201270481187b", body, 64)), "unknown header ignored");
    }

    @Test
    void shouldRefuseWhenBytesFollowOrTheTagIsMissing() {
        byte[] frame = frame(1);
        assertEquals(Problem.Kind.MALFORMED, kind(Arrays.copyOf(frame, frame.length + 1)));
        assertEquals(Problem.Kind.MALFORMED, kind(Arrays.copyOfRange(frame, 1, frame.length)));
    }

    private static Problem.Kind kind(byte[] bytes) {
        return assertInstanceOf(Problem.class, FrameCodec.decode(bytes)).kind();
    }
}
