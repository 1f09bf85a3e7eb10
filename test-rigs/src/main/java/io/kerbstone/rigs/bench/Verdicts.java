package io.kerbstone.rigs.bench;

import io.kerbstone.measurement.Verdict;

/** How often a verdict was right over many seeded runs. Owned by one thread. */
final class Verdicts {
    private final Verdict right;
    private int rightOnes;
    private int undecided;
    private int wrong;
    private int decidedEarly;

    Verdicts(Verdict right) {
        this.right = right;
    }

    /** Adds a run: the verdict before there were enough probes, and that of the whole sample. */
    void add(Verdict early, Verdict whole) {
        decidedEarly += early == Verdict.UNDECIDED ? 0 : 1;
        undecided += whole == Verdict.UNDECIDED ? 1 : 0;
        rightOnes += whole == right ? 1 : 0;
        wrong += whole != right && whole != Verdict.UNDECIDED ? 1 : 0;
    }

    /** Runs of all that did not end as they should: wrong, undecided with enough probes, or decided without. */
    double wrongShare() {
        return (double) Math.max(wrong + undecided, decidedEarly) / (rightOnes + undecided + wrong);
    }

    void row(BenchTable table, String name, int probes) {
        table.row(name, probes, rightOnes, undecided, wrong, decidedEarly);
    }
}
