package io.kerbstone.web.broken;

import io.kerbstone.rigs.broken.Bait;

/** Breaks a rule on purpose, so that ArchitectureTest sees it red. */
final class WrongDirection {
    static String touch() {
        return Bait.VALUE;
    }

    private WrongDirection() {}
}
