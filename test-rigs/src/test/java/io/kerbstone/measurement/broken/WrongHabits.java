package io.kerbstone.measurement.broken;

import java.util.function.LongSupplier;

/** Breaks a rule on purpose, so that ArchitectureTest sees it red. */
final class WrongHabits {
    static final LongSupplier BY_REFERENCE = System::nanoTime;

    static long byCall() {
        System.out.println();
        return System.currentTimeMillis();
    }

    private WrongHabits() {}
}
