package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.kerbstone.settings.Secret;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vectors were made with Python's struct and hmac from the diagrams of RFC 8762 and RFC 8972. */
final class PacketCodecTest {
    private static final Secret KEY = Secret.of("street light");
    private static final long TIMESTAMP = StampTime.ntp(1_700_000_000_500_000_000L);
    private static final int ESTIMATE = new ErrorEstimate(true, false, 10, 200).encode();
    private static final SenderPacket SENT = new SenderPacket(1, TIMESTAMP, ESTIMATE, 0xBEEF);
    private static final ReflectedPacket REFLECTED =
            new ReflectedPacket(7, TIMESTAMP + 2, ESTIMATE, 0xBEEF, TIMESTAMP + 1, 1, TIMESTAMP, ESTIMATE, 254);

    private static final String SENT_OPEN =
            "00000001e8fe6f80800000008ac8beef00000000000000000000000000000000000000000000000000000000";
    private static final String REFLECTED_OPEN =
            "00000007e8fe6f80800000028ac8beefe8fe6f808000000100000001e8fe6f80800000008ac80000fe000000";
    private static final String SENT_AUTHENTICATED = "00000001000000000000000000000000e8fe6f80800000008ac8beef"
            + "00".repeat(68) + "ea10d439f4ab291c7ea09d979de75664";
    private static final String REFLECTED_AUTHENTICATED = "00000007000000000000000000000000e8fe6f80800000028ac8beef"
            + "00000000e8fe6f80800000010000000000000000000000010000000000000000"
            + "00000000e8fe6f80800000008ac8000000000000fe000000000000000000000000000000"
            + "400f81244d059c78574f8a6941699075";

    private final PacketCodec open = new PacketCodec(Secret.NONE);
    private final PacketCodec authenticated = new PacketCodec(KEY);
    private final long seed = Long.getLong("kerbstone.seed", System.identityHashCode(this));
    private final Random random = new Random(seed);

    @Test
    void shouldWriteAndReadTheVectorsOfTheOpenMode() {
        assertEquals(SENT_OPEN, hex(open.encode(SENT, 44)));
        assertEquals(new Decoding.Good<>(SENT), open.decodeSender(bytes(SENT_OPEN)));
        assertEquals(REFLECTED_OPEN, hex(open.encode(REFLECTED, bytes(SENT_OPEN))));
        assertEquals(new Decoding.Good<>(REFLECTED), open.decodeReflected(bytes(REFLECTED_OPEN)));
    }

    @Test
    void shouldWriteAndReadTheVectorsOfTheAuthenticatedMode() {
        assertEquals(SENT_AUTHENTICATED, hex(authenticated.encode(SENT, 112)));
        assertEquals(new Decoding.Good<>(SENT), authenticated.decodeSender(bytes(SENT_AUTHENTICATED)));
        assertEquals(REFLECTED_AUTHENTICATED, hex(authenticated.encode(REFLECTED, bytes(SENT_AUTHENTICATED))));
        assertEquals(new Decoding.Good<>(REFLECTED), authenticated.decodeReflected(bytes(REFLECTED_AUTHENTICATED)));
    }

    @Test
    void shouldPadWithOneExtensionAndReflectItUnderstood() {
        byte[] request = open.encode(SENT, 54);
        assertEquals("8001000600000000" + "0000", hex(request).substring(88));
        assertEquals(
                "0001000600000000" + "0000",
                hex(open.encode(REFLECTED, request)).substring(88));
        assertEquals(46, open.encode(SENT, 46).length, "no room for a header");
    }

    @Test
    void shouldSendBackWhatItDoesNotKnowMarkedAsSuch() {
        String location = "800200080102030405060708";
        String tooLong = "80090005aabb";
        byte[] answer = open.encode(REFLECTED, bytes(SENT_OPEN + location + tooLong));
        assertEquals(
                "80" + location.substring(2) + "40" + tooLong.substring(2),
                hex(answer).substring(88),
                "unrecognised, then malformed");
    }

    @Test
    void shouldCheckTheHashOverExtensionsAndMakeItsOwn() {
        String unknown = "8009000401020304";
        String hash = "80080010d43b3d17835ee6dcaafaed3b510108f5";
        byte[] answer = authenticated.encode(REFLECTED, bytes(SENT_AUTHENTICATED + unknown + hash));
        assertEquals(unknown + "00080010", hex(answer).substring(224, 224 + 24));
        assertEquals(false, hex(answer).endsWith(hash.substring(8)), "its own sequence number is in the hash");

        byte[] forged = bytes(SENT_AUTHENTICATED + unknown + hash.replace("d43b", "d43c"));
        assertEquals(
                "a009000401020304" + "20080010",
                hex(authenticated.encode(REFLECTED, forged)).substring(224, 248));
        byte[] absent = bytes(SENT_AUTHENTICATED + unknown);
        assertEquals(
                "a009000401020304", hex(authenticated.encode(REFLECTED, absent)).substring(224));
    }

    @Test
    void shouldAnswerTwampLightInItsOwnLength() {
        byte[] twampLight = Arrays.copyOf(bytes(SENT_OPEN), 41);
        assertInstanceOf(Decoding.Good.class, open.decodeSender(twampLight));
        assertEquals(REFLECTED_OPEN.substring(0, 82), hex(open.encode(REFLECTED, twampLight)));
        assertEquals(new Decoding.Good<>(REFLECTED), open.decodeReflected(bytes(REFLECTED_OPEN.substring(0, 82))));
    }

    @Test
    void shouldRefuseEveryTruncationByLength() {
        for (int length = 0; length < 112; length++) {
            byte[] cut = Arrays.copyOf(bytes(REFLECTED_AUTHENTICATED), length);
            assertEquals(new Decoding.Bad<>(Decoding.Problem.TOO_SHORT), authenticated.decodeReflected(cut));
            Decoding<SenderPacket> decoding = open.decodeSender(cut);
            assertEquals(length < 41, decoding instanceof Decoding.Bad, "open, " + length);
        }
        byte[] longest = new byte[PacketCodec.BYTES_MAX + 1];
        assertEquals(new Decoding.Bad<>(Decoding.Problem.TOO_LONG), open.decodeSender(longest));
        assertInstanceOf(Decoding.Good.class, open.decodeSender(Arrays.copyOf(longest, PacketCodec.BYTES_MAX)));
    }

    @Test
    void shouldNoticeEveryFlippedBitOfAnAuthenticatedPacket() {
        for (int bit = 0; bit < 112 * Byte.SIZE; bit++) {
            byte[] flipped = bytes(SENT_AUTHENTICATED);
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertEquals(
                    new Decoding.Bad<>(Decoding.Problem.NOT_AUTHENTIC),
                    authenticated.decodeSender(flipped),
                    "bit " + bit);
        }
    }

    @Test
    void shouldReadAndReflectAnythingWithoutAnException() {
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            for (PacketCodec codec : new PacketCodec[] {open, authenticated}) {
                codec.decodeReflected(noise);
                codec.decodeSender(noise);
                if (noise.length >= codec.mode().leastBytes()) {
                    assertEquals(noise.length, codec.encode(REFLECTED, noise).length, "seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldGiveBackWhatItWrote() {
        for (int i = 0; i < 2_000; i++) {
            PacketCodec codec = i % 2 == 0 ? open : authenticated;
            int bytes = codec.mode().baseBytes() + random.nextInt(200);
            SenderPacket packet = new SenderPacket(
                    random.nextInt(), random.nextLong(), random.nextInt(1 << 16), random.nextInt(1 << 16));
            byte[] request = codec.encode(packet, bytes);
            assertEquals(new Decoding.Good<>(packet), codec.decodeSender(request), "seed " + seed);
            ReflectedPacket reflected = new ReflectedPacket(
                    random.nextInt(),
                    random.nextLong(),
                    random.nextInt(1 << 16),
                    packet.sessionId(),
                    random.nextLong(),
                    packet.sequence(),
                    packet.timestamp(),
                    packet.errorEstimate(),
                    random.nextInt(256));
            byte[] answer = codec.encode(reflected, request);
            assertEquals(bytes, answer.length);
            assertEquals(new Decoding.Good<>(reflected), codec.decodeReflected(answer), "seed " + seed);
        }
    }

    @Test
    void shouldNotTellAKeyByItsCodec() {
        byte[] other = new PacketCodec(Secret.of("other")).encode(SENT, 112);
        assertArrayEquals(Arrays.copyOf(bytes(SENT_AUTHENTICATED), 96), Arrays.copyOf(other, 96));
        assertEquals(new Decoding.Bad<>(Decoding.Problem.NOT_AUTHENTIC), authenticated.decodeSender(other));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
