package io.kerbstone.host;

import io.kerbstone.linux.KernelClock;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Kind;
import io.kerbstone.measurement.Reading.Quality;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the agent's own machine: processors, load, memory, disks, filesystems, network interfaces, pressure, clock.
 * What the kernel does not offer is absent, not zero. Rates need two readings. Owned by one thread; a reading takes a
 * few milliseconds of file reading and no more than the bounds below.
 */
public final class HostReader {
    /** Most disks read; more are counted in {@code host/omitted}. */
    public static final int MOST_DISKS = 64;

    /** Most network interfaces read; more are counted in {@code host/omitted}. */
    public static final int MOST_INTERFACES = 128;

    /** Most filesystems read; more are counted in {@code host/omitted}. */
    public static final int MOST_FILESYSTEMS = 64;

    private static final int LONGEST_SERIES = 128;
    private static final int LONGEST_NAME = 80;
    private static final double NS_PER_S = 1e9;

    private final KernelFiles files;
    private final CounterRates rates = new CounterRates();
    private @Nullable CpuTimes previousCpu;
    private List<Reading> readings = new ArrayList<>();
    private int omitted;

    /** Reads this machine. */
    public HostReader() {
        this(Path.of("/"));
    }

    /** Reads a machine whose {@code /proc} and {@code /sys} lie below another folder, for tests. */
    HostReader(Path root) {
        files = new KernelFiles(root);
    }

    /** Reads everything once; {@code nowNs} is the monotonic time, for rates. */
    public List<Reading> read(long nowNs) {
        readings = new ArrayList<>();
        omitted = 0;
        rates.begin(nowNs);
        identity();
        cpu();
        memory();
        disks();
        filesystems();
        interfaces();
        clock();
        gauge("host/omitted", "", omitted, "");
        return List.copyOf(readings);
    }

    private void identity() {
        text("system/name", Kind.IDENTITY, "/proc/sys/kernel/hostname");
        text("system/kernel", Kind.IDENTITY, "/proc/sys/kernel/osrelease");
        text("system/bootId", Kind.IDENTITY, "/proc/sys/kernel/random/boot_id");
        gauge("system/uptime", "s", Numbers.decimal(field("/proc/uptime", 0)), "/proc/uptime");
    }

    private void cpu() {
        String source = "/proc/stat";
        Optional<CpuTimes> read = CpuTimes.parse(files.text(source));
        if (read.isPresent()) {
            CpuTimes now = read.get();
            CpuTimes before = previousCpu;
            percentSince("cpu/usage", before == null ? null : now.busyPercentSince(before), source);
            percentSince("cpu/ioWait", before == null ? null : now.ioWaitPercentSince(before), source);
            percentSince("cpu/steal", before == null ? null : now.stealPercentSince(before), source);
            gauge("cpu/count", "", now.processors(), source);
        }
        previousCpu = read.orElse(null);
        String load = "/proc/loadavg";
        gauge("load/1min", "", Numbers.decimal(field(load, 0)), load);
        gauge("load/5min", "", Numbers.decimal(field(load, 1)), load);
        gauge("load/15min", "", Numbers.decimal(field(load, 2)), load);
        for (String resource : List.of("cpu", "io", "memory")) {
            String from = "/proc/pressure/" + resource;
            Pressure.parse(files.text(from)).ifPresent(p -> gauge("pressure/" + resource, "%", p.somePercent(), from));
        }
    }

    private void memory() {
        String source = "/proc/meminfo";
        Optional<MemoryState> read = MemoryState.parse(files.text(source));
        if (read.isEmpty()) {
            return;
        }
        MemoryState m = read.get();
        usage("memory", m.totalBytes(), m.totalBytes() - m.availableBytes(), source);
        bytes("memory/available", m.availableBytes(), source);
        usage("swap", m.swapTotalBytes(), m.swapTotalBytes() - m.swapFreeBytes(), source);
    }

    private void disks() {
        String source = "/proc/diskstats";
        List<DiskCounters> disks = DiskCounters.parse(files.text(source)).stream()
                .filter(this::isDisk)
                .toList();
        for (DiskCounters disk : bounded(disks, MOST_DISKS)) {
            String at = "disk/" + name(disk.name()) + "/";
            rate(at + "readBytes", "By/s", disk.readBytes(), source);
            rate(at + "writtenBytes", "By/s", disk.writtenBytes(), source);
            rate(at + "reads", "1/s", disk.reads(), source);
            rate(at + "writes", "1/s", disk.writes(), source);
            // Milliseconds busy per second, as percent.
            readings.add(rates.rate(at + "busy", "%", disk.busyMs(), 0.1, source));
        }
    }

    /** Whole devices only: partitions are not in /sys/block, and memory disks and loops are no disks. */
    private boolean isDisk(DiskCounters disk) {
        String inSys = disk.name().replace('/', '!');
        return !disk.name().matches("(loop|ram|zram)[0-9]+") && files.isFolder("/sys/block/" + inSys);
    }

    private void filesystems() {
        String source = "/proc/self/mounts";
        for (Mount mount : bounded(Mount.parse(files.text(source)), MOST_FILESYSTEMS)) {
            String folder = mount.folder();
            String at = "filesystem/" + (folder.equals("/") ? "(root)" : name(folder.substring(1)));
            try {
                FileStore store = Files.getFileStore(files.at(folder));
                long total = store.getTotalSpace();
                long used = total - store.getUnallocatedSpace();
                usage(at, total, used, mount.device());
                bytes(at + "/available", store.getUsableSpace(), mount.device());
            } catch (IOException e) {
                // Gone, or not ours to look at: that is not "0 % used".
                readings.add(
                        Reading.missing(at + "/usedPercent", Kind.GAUGE, "%", Quality.NOT_AVAILABLE, mount.device()));
            }
        }
    }

    private void interfaces() {
        String source = "/proc/net/dev";
        List<InterfaceCounters> all = InterfaceCounters.parse(files.text(source));
        for (InterfaceCounters one : bounded(all, MOST_INTERFACES)) {
            String at = "interface/" + name(one.name()) + "/";
            rate(at + "inOctets", "By/s", one.inOctets(), source);
            rate(at + "inPackets", "1/s", one.inPackets(), source);
            rate(at + "inErrors", "1/s", one.inErrors(), source);
            rate(at + "inDiscards", "1/s", one.inDiscards(), source);
            rate(at + "outOctets", "By/s", one.outOctets(), source);
            rate(at + "outPackets", "1/s", one.outPackets(), source);
            rate(at + "outErrors", "1/s", one.outErrors(), source);
            rate(at + "outDiscards", "1/s", one.outDiscards(), source);
            String inSys = "/sys/class/net/" + one.name() + "/";
            text(at + "operStatus", Kind.STATE, inSys + "operstate");
            long speed = Numbers.whole(files.line(inSys + "speed"));
            if (speed > 0) {
                gauge(at + "speed", "bit/s", speed * 1e6, inSys + "speed");
            }
        }
    }

    private void clock() {
        KernelClock.read().ifPresent(clock -> {
            String source = "adjtimex";
            String state = clock.synchronised() ? "synchronised" : "unsynchronised";
            readings.add(Reading.text("clock/state", Kind.STATE, state, source));
            gauge("clock/estimatedError", "s", clock.estimatedErrorNs() / NS_PER_S, source);
            gauge("clock/maximumError", "s", clock.maximumErrorNs() / NS_PER_S, source);
            gauge("clock/offset", "s", clock.offsetNs() / NS_PER_S, source);
        });
    }

    private void usage(String series, long totalBytes, long usedBytes, String source) {
        bytes(series + "/total", totalBytes, source);
        bytes(series + "/used", usedBytes, source);
        if (totalBytes > 0) {
            gauge(series + "/usedPercent", "%", 100.0 * usedBytes / totalBytes, source);
        }
    }

    private void percentSince(String series, @Nullable Double percent, String source) {
        if (percent == null) {
            readings.add(Reading.missing(series, Kind.GAUGE, "%", Quality.FIRST, source));
        } else {
            gauge(series, "%", percent, source);
        }
    }

    private void rate(String series, String unit, long counter, String source) {
        readings.add(rates.rate(series, unit, counter, 1, source));
    }

    private void bytes(String series, long bytes, String source) {
        readings.add(Reading.number(series, Kind.GAUGE, "By", (double) bytes, source));
    }

    /** A number; one that could not be understood is not available. */
    private void gauge(String series, String unit, double value, String source) {
        readings.add(
                Double.isNaN(value)
                        ? Reading.missing(series, Kind.GAUGE, unit, Quality.NOT_AVAILABLE, source)
                        : Reading.number(series, Kind.GAUGE, unit, value, source));
    }

    private void text(String series, Kind kind, String path) {
        String text = files.line(path);
        if (!text.isEmpty()) {
            readings.add(Reading.text(series, kind, cut(text, LONGEST_SERIES), path));
        }
    }

    private String field(String path, int position) {
        String[] fields = Numbers.fields(files.line(path));
        return position < fields.length ? fields[position] : "";
    }

    private <T> List<T> bounded(List<T> all, int most) {
        omitted += Math.max(0, all.size() - most);
        return all.subList(0, Math.min(all.size(), most));
    }

    /** A name as part of a series: printable, and short enough; a cut name ends in a hash so that it stays its own. */
    private static String name(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "_");
        return plain.length() <= LONGEST_NAME
                ? plain
                : cut(plain, LONGEST_NAME - 9) + "~" + String.format("%08x", plain.hashCode());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
