package io.kerbstone.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kept a thread from its processor since the machine started, as the kernel counts it. What it does not count is
 * 0. Immutable.
 *
 * @param runDelayNs how long the reading thread was ready and did not run ({@code schedstat}), ns; contains throttling
 * @param stealNs how long the hypervisor ran somebody else, a processor's share ({@code /proc/stat}), ns
 * @param throttledNs how long a quota stopped the control group of this process ({@code cpu.stat}), ns
 * @param pressureNs how long some thread of the machine waited for a processor ({@code /proc/pressure/cpu}), ns
 */
public record Scheduling(long runDelayNs, long stealNs, long throttledNs, long pressureNs) {
    /** Nothing known. */
    public static final Scheduling NONE = new Scheduling(0, 0, 0, 0);

    private static final long NS_PER_US = 1_000;
    /** The kernel tells user space of time in hundredths of a second, whatever its own tick (USER_HZ). */
    private static final long NS_PER_TICK = 10_000_000;

    private static final int STEAL_AT = 8;
    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
    private static final Pattern SOME = Pattern.compile("(?m)^some .*total=([0-9]+)$");
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^cpu[0-9]+ ");
    private static final Pattern THROTTLED_US = Pattern.compile("(?m)^throttled_usec ([0-9]+)$");
    private static final Pattern THROTTLED_NS = Pattern.compile("(?m)^throttled_time ([0-9]+)$");
    private static final Pattern GROUP_2 = Pattern.compile("(?m)^0::(/.*)$");
    private static final Pattern GROUP_1 = Pattern.compile("(?m)^[0-9]+:(?:[^:]*,)?cpu(?:,[^:]*)?:(/.*)$");

    /** Reads them for the calling thread: four small files. */
    public static Scheduling read() {
        return new Scheduling(
                runDelayNs(text(SCHEDSTAT)),
                stealNs(text(STAT)),
                throttledNow(),
                total(SOME, text(PRESSURE), NS_PER_US));
    }

    /** What was added since an earlier reading by the same thread. */
    public Scheduling since(Scheduling earlier) {
        return new Scheduling(
                runDelayNs - earlier.runDelayNs,
                stealNs - earlier.stealNs,
                throttledNs - earlier.throttledNs,
                pressureNs - earlier.pressureNs);
    }

    static long runDelayNs(String schedstat) {
        String[] words = schedstat.strip().split(" ", -1);
        return words.length < 2 ? 0 : number(words[1]);
    }

    static long stealNs(String stat) {
        String[] words = stat.lines().findFirst().orElse("").split(" +", -1);
        long processors = Math.max(1, PROCESSOR.matcher(stat).results().count());
        return words.length <= STEAL_AT ? 0 : number(words[STEAL_AT]) * NS_PER_TICK / processors;
    }

    /** From the file of version 2, or else of version 1. */
    static long throttledNs(String cpuStat) {
        return total(THROTTLED_US, cpuStat, NS_PER_US) + total(THROTTLED_NS, cpuStat, 1);
    }

    private static long throttledNow() {
        String groups = text(Path.of("/proc/self/cgroup"));
        return throttledNs(group(GROUP_2, groups)
                        .map(group -> text(Path.of("/sys/fs/cgroup" + group, "cpu.stat")))
                        .orElse(""))
                + throttledNs(group(GROUP_1, groups)
                        .map(group -> text(Path.of("/sys/fs/cgroup/cpu" + group, "cpu.stat")))
                        .orElse(""));
    }

    private static Optional<String> group(Pattern pattern, String groups) {
        Matcher matcher = pattern.matcher(groups);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static long total(Pattern pattern, String text, long unitNs) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? number(matcher.group(1)) * unitNs : 0;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // not a kernel that counts this
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // not counted here
        }
    }
}
