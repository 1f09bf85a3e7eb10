package io.kerbstone.rigs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of one process, and of its threads by name, as the kernel counts it ({@code proc(5)}: {@code stat},
 * {@code schedstat}). Pure reading.
 */
final class ProcessCpu {
    private static final int USER_TICKS = 11;
    private static final double TICKS_PER_S = 100;
    private static final double NS = 1e9;

    private final Path folder;

    ProcessCpu(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    /** User and system time of all its threads, ended ones too, s; to 0.02 s. */
    double seconds() throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_PER_S;
    }

    /** Seconds of the threads that live, summed under the name that their own begins with; "other" for the rest. */
    Map<String, Double> byThread(List<String> names) throws IOException {
        Map<String, Double> sums = new TreeMap<>();
        try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
            for (Path thread : threads.toList()) {
                String own = text(thread.resolve("comm")).strip();
                String name = names.stream().filter(own::startsWith).findFirst().orElse("other");
                sums.merge(name, onCpuS(thread), Double::sum);
            }
        }
        return sums;
    }

    private static double onCpuS(Path thread) throws IOException {
        String schedstat = text(thread.resolve("schedstat"));
        return schedstat.isEmpty() ? 0 : Long.parseLong(schedstat.split(" ", 2)[0]) / NS;
    }

    /** What was switched in since the start, voluntary and not, over all threads that live. */
    long wakeups() throws IOException {
        try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
            long sum = 0;
            for (Path thread : threads.toList()) {
                sum += number(text(thread.resolve("status")), "voluntary_ctxt_switches:");
            }
            return sum;
        }
    }

    /** Number of its threads. */
    long threads() throws IOException {
        return number(text(folder.resolve("status")), "Threads:");
    }

    /** A line of {@code smaps_rollup}, kB: {@code Rss}, {@code Pss}, {@code Pss_Anon} ... */
    long memoryKb(String line) throws IOException {
        return number(text(folder.resolve("smaps_rollup")), line + ":");
    }

    static long number(String text, String key) {
        return Arrays.stream(text.split("\n", -1))
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split(" ", 2)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return ""; // the thread has ended meanwhile
        } catch (IOException e) {
            if ("No such process".equals(e.getMessage())) {
                return "";
            }
            throw e;
        }
    }
}
