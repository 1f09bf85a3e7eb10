package io.kerbstone.icmp;

import io.kerbstone.linux.Family;
import java.util.Arrays;

/**
 * Which probe a send stamp is of: the kernel numbers the packets of a socket from 0. A ring for each family, so that a
 * stamp that never comes leaves nothing behind. Owned by one thread.
 */
final class SendKeys {
    private static final long NONE = -1;

    private final int mask;
    private final long[] four;
    private final long[] six;

    /** Rings of {@code capacity}, a power of two: no more stamps can be outstanding than probes. */
    SendKeys(int capacity) {
        mask = capacity - 1;
        four = new long[capacity];
        six = new long[capacity];
        Arrays.fill(four, NONE);
        Arrays.fill(six, NONE);
    }

    void remember(Family family, int sendKey, long number) {
        ring(family)[sendKey & mask] = number;
    }

    /** The number of the probe last sent under the key; of another probe, or -1, when that is long ago. */
    long numberOf(Family family, int sendKey) {
        return ring(family)[sendKey & mask];
    }

    private long[] ring(Family family) {
        return family == Family.IPV4 ? four : six;
    }
}
