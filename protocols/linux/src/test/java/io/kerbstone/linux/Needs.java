package io.kerbstone.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: without it the test is skipped loudly, and in CI it fails. */
final class Needs {
    private Needs() {}

    /** The families whose loopback address this machine has. */
    static List<Family> families(String test) throws IOException {
        Path addresses = Path.of("/proc/net/if_inet6");
        boolean six =
                Files.exists(addresses) && Files.readString(addresses).contains("00000000000000000000000000000001");
        if (!six) {
            System.err.println("SKIPPED: the IPv6 half of " + test + " because this machine has no IPv6 loopback");
            Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: no IPv6 loopback");
        }
        return six ? List.of(Family.values()) : List.of(Family.IPV4);
    }

    /** The user 0. */
    static void root(String test) {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip(test, "this is not root");
        }
    }

    /** An open socket. */
    static IcmpSocket socket(IcmpSocketOpening opening, String test) {
        if (opening instanceof IcmpSocketOpening.Opened opened) {
            return opened.socket();
        }
        skip(test, ((IcmpSocketOpening.Refused) opening).sentence());
        throw new IllegalStateException("BUG: not reached");
    }

    private static void skip(String test, String why) {
        System.err.println("SKIPPED: " + test + " because " + why);
        Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
        Assumptions.abort(why);
    }
}
