package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtpFiguresTest {
    /** The first second after the times of NTP wrap: 7 February 2036, 06:28:16 UTC. */
    private static final long WRAP_UNIX_NS = 2_085_978_496_000_000_000L;

    private static NtpPacket answer(long receivedUnixNs, long transmittedUnixNs) {
        return new NtpPacket(
                0,
                4,
                NtpPacket.SERVER,
                2,
                1_000_000,
                3_000_000,
                0,
                1,
                NtpPacket.timeOf(receivedUnixNs),
                NtpPacket.timeOf(transmittedUnixNs));
    }

    @Test
    void shouldFindTheOffsetWithinItsErrorWhateverTheDelaysAre() {
        long seed = Long.getLong("kerbstone.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long offsetNs = random.nextLong(-86_400_000_000_000L, 86_400_000_000_000L);
            long forthNs = random.nextLong(100_000_000);
            long atServerNs = random.nextLong(10_000_000);
            long backNs = random.nextLong(100_000_000);
            long sentNs = WRAP_UNIX_NS + random.nextLong(-1_000_000_000, 1_000_000_000);
            long receivedNs = sentNs + forthNs + offsetNs;

            NtpFigures figures =
                    NtpFigures.of(answer(receivedNs, receivedNs + atServerNs), sentNs, forthNs + atServerNs + backNs);

            String what = "seed " + seed + ": " + figures + " for " + offsetNs;
            assertNear(forthNs + backNs, figures.delayNs(), 3, what);
            assertNear((forthNs + backNs) / 2 + 3_500_000, figures.errorNs(), 3, what);
            assertNear(offsetNs, figures.offsetNs(), (forthNs + backNs) / 2 + 5, what);
        }
    }

    private static void assertNear(long expectedNs, long ns, long toleranceNs, String what) {
        assertTrue(Math.abs(expectedNs - ns) <= toleranceNs, what);
    }

    @Test
    void shouldNotBelieveAServerThatTookLongerThanTheWholeRoundTrip() {
        NtpFigures figures = NtpFigures.of(answer(0, 5_000_000_000L), 0, 1_000_000);

        assertEquals(0, figures.delayNs());
    }

    @Test
    void shouldAskWithoutTellingOurTime() {
        ByteBuf question = NtpPacket.question(0x0123456789ABCDEFL);

        assertEquals(NtpPacket.BYTES, question.readableBytes());
        NtpPacket read = NtpPacket.read(question);
        assertEquals(NtpPacket.CLIENT, read.mode());
        assertEquals(4, read.version());
        assertEquals(0, read.receive());
        assertEquals(0x0123456789ABCDEFL, read.transmit());
    }
}
