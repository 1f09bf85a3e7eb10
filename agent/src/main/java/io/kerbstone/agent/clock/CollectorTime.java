package io.kerbstone.agent.clock;

import io.kerbstone.time.WallEstimate;
import java.util.Optional;

/**
 * The collector's clock, carried from one exchange to the next on the time line of this boot, so that no step of our own
 * wall clock reaches it. The best exchange stands until a newer one knows better than it has become by ageing. Owned by
 * one thread.
 */
final class CollectorTime {
    /** A suspend is counted by a clock chip that may only know whole seconds: so much worse is what we knew before, ns. */
    static final long SUSPEND_ERROR_NS = 1_000_000_000L;
    /** Two exchanges may differ by this beyond their errors before one of the clocks must have jumped, ns. */
    static final long JUMP_NS = 1_000_000L;

    private Optional<WallEstimate> known = Optional.empty();
    private long knownAtBootNs;

    /** What the collector's clock shows at a moment of this boot; empty before the first exchange. */
    Optional<WallEstimate> at(long bootNs) {
        return known.map(estimate -> estimate.after(bootNs - knownAtBootNs));
    }

    /** Takes an exchange that ended at that moment; whether it contradicts what was known: somebody's clock jumped. */
    boolean accept(WallEstimate heard, long bootNs) {
        Optional<WallEstimate> expected = at(bootNs);
        boolean isJump = expected.filter(estimate -> estimate.contradicts(heard, JUMP_NS))
                .isPresent();
        if (isJump
                || expected.filter(estimate -> estimate.errorNs() <= heard.errorNs())
                        .isEmpty()) {
            known = Optional.of(heard);
            knownAtBootNs = bootNs;
        }
        return isJump;
    }

    /** The machine was suspended. */
    void onSuspend() {
        known = known.map(estimate -> new WallEstimate(estimate.unixNs(), estimate.errorNs() + SUSPEND_ERROR_NS));
    }
}
