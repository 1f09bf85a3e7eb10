package io.kerbstone.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory and swap, bytes.
 *
 * @param totalBytes usable memory of the machine
 * @param availableBytes what programs could still get without swapping
 * @param swapTotalBytes 0 when there is no swap
 * @param swapFreeBytes unused swap
 */
record MemoryState(long totalBytes, long availableBytes, long swapTotalBytes, long swapFreeBytes) {
    private static final long KIBI = 1_024;

    /** Reads {@code /proc/meminfo}; empty when total or available memory is not in it (kernels before 3.14). */
    static Optional<MemoryState> parse(String meminfo) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : meminfo.split("\n", -1)) {
            String[] fields = Numbers.fields(line);
            long value = fields.length == 3 && fields[2].equals("kB") ? Numbers.whole(fields[1]) : Numbers.NONE;
            if (value != Numbers.NONE && value <= Long.MAX_VALUE / KIBI) {
                bytes.put(fields[0], value * KIBI);
            }
        }
        Long total = bytes.get("MemTotal:");
        Long available = bytes.get("MemAvailable:");
        return total == null || available == null
                ? Optional.empty()
                : Optional.of(new MemoryState(
                        total,
                        Math.min(available, total),
                        bytes.getOrDefault("SwapTotal:", 0L),
                        bytes.getOrDefault("SwapFree:", 0L)));
    }
}
