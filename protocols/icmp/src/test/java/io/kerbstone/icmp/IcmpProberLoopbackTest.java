package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IcmpProberLoopbackTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldReplyWhenLoopbackIsProbed() throws Exception {
        for (String target : List.of("127.0.0.1", "::1")) {
            for (boolean stamps : List.of(true, false)) {
                probe(target, stamps);
            }
        }
    }

    private static void probe(String target, boolean stamps) throws Exception {
        ProberSettings settings = ProberSettings.DEFAULT.withSendStamps(stamps).withMaxInFlight(1024);
        List<Observation> seen = new ArrayList<>();
        try (IcmpProber prober =
                Needs.prober(IcmpProber.open(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM), "loopback")) {
            InetAddress to = InetAddress.getByName(target);
            for (int i = 0; i < 200; i++) {
                assertTrue(prober.send("p", to, 56, SECOND, MonotonicClock.SYSTEM.nowNs(), seen::add));
                while (prober.inFlight() > 0) {
                    prober.poll(SECOND, seen::add);
                }
            }
        }
        assertEquals(200, seen.size());
        assertTrue(seen.stream().allMatch(o -> o.outcome() instanceof Outcome.Replied));
    }
}
