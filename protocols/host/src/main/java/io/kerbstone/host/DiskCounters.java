package io.kerbstone.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Counters of one block device since boot.
 *
 * @param name as in {@code /sys/block}, for instance {@code sda}
 * @param reads completed
 * @param readBytes read
 * @param writes completed
 * @param writtenBytes written
 * @param busyMs time with at least one request under way
 */
record DiskCounters(String name, long reads, long readBytes, long writes, long writtenBytes, long busyMs) {
    /** The unit of {@code /proc/diskstats}, whatever the device's own sector size. */
    private static final long SECTOR_BYTES = 512;

    private static final int NAME = 2;
    private static final int READS = 3;
    private static final int SECTORS_READ = 5;
    private static final int WRITES = 7;
    private static final int SECTORS_WRITTEN = 9;
    private static final int BUSY_MS = 12;

    /** Reads {@code /proc/diskstats} (kernel: Documentation/admin-guide/iostats.rst); partitions are in it too. */
    static List<DiskCounters> parse(String diskstats) {
        List<DiskCounters> all = new ArrayList<>();
        for (String line : diskstats.split("\n", -1)) {
            String[] fields = Numbers.fields(line);
            if (fields.length > BUSY_MS && Numbers.allWhole(fields, READS, BUSY_MS + 1)) {
                all.add(new DiskCounters(
                        fields[NAME],
                        Numbers.whole(fields[READS]),
                        Numbers.whole(fields[SECTORS_READ]) * SECTOR_BYTES,
                        Numbers.whole(fields[WRITES]),
                        Numbers.whole(fields[SECTORS_WRITTEN]) * SECTOR_BYTES,
                        Numbers.whole(fields[BUSY_MS])));
            }
        }
        return all;
    }
}
