package io.kerbstone.rigs.bench;

import io.kerbstone.time.MonotonicClock;
import java.io.PrintWriter;
import picocli.CommandLine;

/** How far a long step has come, on one line of a terminal, at most five times a second; elsewhere silent. */
final class Progress {
    private static final long EVERY_NS = 200_000_000;

    private final String what;
    private final PrintWriter err;
    private final boolean shown = CommandLine.Help.Ansi.AUTO.enabled();
    private long toldAtNs = MonotonicClock.SYSTEM.nowNs();

    Progress(String what, PrintWriter err) {
        this.what = what;
        this.err = err;
    }

    void step(int done, int all) {
        long nowNs = MonotonicClock.SYSTEM.nowNs();
        if (shown && (done == all || nowNs - toldAtNs >= EVERY_NS)) {
            toldAtNs = nowNs;
            err.print("\r" + what + " " + done + " of " + all + (done == all ? "\n" : ""));
            err.flush();
        }
    }
}
