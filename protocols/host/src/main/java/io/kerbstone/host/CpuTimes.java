package io.kerbstone.host;

import java.util.Optional;

/**
 * Time spent by all processors since boot, in ticks of the kernel (only their ratios are used).
 *
 * @param idle idle, not waiting for a disk
 * @param ioWait idle while a disk was waited for
 * @param steal ready to run but the hypervisor ran others
 * @param total everything
 * @param processors how many are online
 */
record CpuTimes(long idle, long ioWait, long steal, long total, int processors) {
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    /** Reads {@code /proc/stat} (proc_stat(5)); guest time is part of user time and not counted twice. */
    static Optional<CpuTimes> parse(String stat) {
        CpuTimes all = null;
        int processors = 0;
        for (String line : stat.split("\n", -1)) {
            if (line.matches("cpu[0-9]+ .*")) {
                processors++;
            } else if (line.startsWith("cpu ")) {
                String[] fields = Numbers.fields(line);
                if (Numbers.allWhole(fields, USER, STEAL + 1)) {
                    all = of(fields);
                }
            }
        }
        return all == null
                ? Optional.empty()
                : Optional.of(new CpuTimes(all.idle, all.ioWait, all.steal, all.total, processors));
    }

    private static CpuTimes of(String[] fields) {
        long total = 0;
        for (int i = USER; i <= STEAL; i++) {
            total += Numbers.whole(fields[i]);
        }
        return new CpuTimes(
                Numbers.whole(fields[IDLE]), Numbers.whole(fields[IO_WAIT]), Numbers.whole(fields[STEAL]), total, 0);
    }

    /** Percent of the time since an earlier reading that processors were busy; NaN when no time has passed. */
    double busyPercentSince(CpuTimes earlier) {
        return percent(total - earlier.total - (idle + ioWait - earlier.idle - earlier.ioWait), earlier);
    }

    /** Percent that they waited for disks. */
    double ioWaitPercentSince(CpuTimes earlier) {
        return percent(ioWait - earlier.ioWait, earlier);
    }

    /** Percent that the hypervisor kept from us. */
    double stealPercentSince(CpuTimes earlier) {
        return percent(steal - earlier.steal, earlier);
    }

    /** The kernel's idle counters may run backwards a little; that is no negative share. */
    private double percent(long ticks, CpuTimes earlier) {
        long all = total - earlier.total;
        return all <= 0 ? Double.NaN : Math.max(0, Math.min(100, 100.0 * ticks / all));
    }
}
