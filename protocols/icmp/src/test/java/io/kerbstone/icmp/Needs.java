package io.kerbstone.icmp;

import java.io.File;
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

    static void that(boolean there, String test, String why) {
        if (!there) {
            System.err.println("SKIPPED: " + test + " because " + why);
            Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
            Assumptions.abort(why);
        }
    }
}
