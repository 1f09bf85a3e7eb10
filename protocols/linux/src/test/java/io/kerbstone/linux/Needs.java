package io.kerbstone.linux;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: without it the test is skipped loudly, and in CI it fails. */
final class Needs {
    private Needs() {}

    /** An open socket. */
    static IcmpSocket socket(IcmpSocketOpening opening, String test) {
        if (opening instanceof IcmpSocketOpening.Opened opened) {
            return opened.socket();
        }
        String why = ((IcmpSocketOpening.Refused) opening).sentence();
        System.err.println("SKIPPED: " + test + " because " + why);
        Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
        Assumptions.abort(why);
        throw new IllegalStateException("BUG: not reached");
    }
}
