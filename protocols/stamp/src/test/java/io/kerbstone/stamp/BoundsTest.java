package io.kerbstone.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class BoundsTest {
    @Test
    void shouldForgetTheSessionHeardOfLeastRecently() {
        SessionTable table = new SessionTable(2);
        SessionTable.Session[] sessions = new SessionTable.Session[3];
        for (int i = 0; i < 3; i++) {
            sessions[i] = SessionTable.Session.of(new byte[] {10, 0, 0, 1}, 5_000, i);
        }
        assertEquals(0, table.next(sessions[0]));
        assertEquals(0, table.next(sessions[1]));
        assertEquals(1, table.next(sessions[0]));
        assertEquals(0, table.forgotten());
        assertEquals(0, table.next(sessions[2]));
        assertEquals(2, table.size());
        assertEquals(1, table.forgotten());
        assertEquals(2, table.next(sessions[0]), "heard of lately, so kept");
        assertEquals(0, table.next(sessions[1]), "forgotten, so anew");
    }

    @Test
    void shouldLetNoMorePassThanTheRate() {
        RateLimit rate = new RateLimit(100, 0);
        int passed = 0;
        for (int ms = 0; ms < 10_000; ms++) {
            passed += rate.take(ms * 1_000_000L) ? 1 : 0;
        }
        assertEquals(1_099, passed, 1, "a bucket full, then a hundred a second");
    }

    @Test
    void shouldKnowWhoBelongsToANetwork() throws UnknownHostException {
        assertTrue(contains("192.0.2.0/24", "192.0.2.255"));
        assertFalse(contains("192.0.2.0/24", "192.0.3.0"));
        assertTrue(contains("192.0.2.64/26", "192.0.2.65"));
        assertFalse(contains("192.0.2.64/26", "192.0.2.128"));
        assertTrue(contains("0.0.0.0/0", "203.0.113.9"));
        assertFalse(contains("0.0.0.0/0", "2001:db8::1"));
        assertTrue(contains("2001:db8::/32", "2001:db8:1::1"));
        assertFalse(contains("2001:db8::/32", "2001:db9::1"));
        assertTrue(contains("192.0.2.7", "192.0.2.7"));
    }

    @Test
    void shouldRefuseWhatIsNoNetwork() {
        for (String text :
                new String[] {"192.0.2.1/24", "192.0.2.0/33", "street", "", "2001:db8::/129", "300.0.0.0/8"}) {
            assertTrue(Network.parse(text).isEmpty(), text);
        }
    }

    private static boolean contains(String network, String address) throws UnknownHostException {
        return Network.parse(network)
                .orElseThrow()
                .contains(InetAddress.getByName(address).getAddress());
    }
}
