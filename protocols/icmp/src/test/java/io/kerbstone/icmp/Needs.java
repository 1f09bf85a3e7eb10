package io.kerbstone.icmp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: without it the test is skipped loudly, and in CI it fails. */
final class Needs {
    private Needs() {}

    /** A working prober. */
    static IcmpProber prober(ProberOpening opening, String test) {
        if (opening instanceof ProberOpening.Opened opened) {
            return opened.prober();
        }
        that(false, test, ((ProberOpening.Unavailable) opening).sentence());
        throw new IllegalStateException("BUG: not reached");
    }

    /** A program on the search path. */
    static String tool(String name, String test) {
        Optional<File> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
        that(found.isPresent(), test, name + " is not installed");
        return found.orElseThrow().getPath();
    }

    /** The user 0. */
    static void root(String test) {
        that("root".equals(System.getProperty("user.name")), test, "this is not root");
    }

    /** An IPv6 loopback address. */
    static void ipv6(String test) throws IOException {
        Path addresses = Path.of("/proc/net/if_inet6");
        boolean there =
                Files.exists(addresses) && Files.readString(addresses).contains("00000000000000000000000000000001");
        that(there, test, "this machine has no IPv6 loopback");
    }

    /** A network namespace of one's own. */
    static void namespaces(String test) throws IOException, InterruptedException {
        int code =
                new ProcessBuilder(tool("unshare", test), "-n", "true").start().waitFor();
        that(code == 0, test, "unshare -n is not allowed here");
    }

    static void that(boolean there, String test, String why) {
        if (!there) {
            System.err.println("SKIPPED: " + test + " because " + why);
            Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
            Assumptions.abort(why);
        }
    }
}
