package io.kerbstone.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Reading.Quality;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostReaderTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path root;

    @Test
    void shouldMarkCountersFirstThenRateThenResetWhenReadThreeTimes() throws IOException {
        HostReader reader = new HostReader(root);
        put("/sys/block/sda/size", "1");
        put("/proc/stat", ParsersTest.STAT);
        put("/proc/diskstats", disk(1000, 100));
        put("/proc/net/dev", " eth0: 1000 1 0 0 0 0 0 0 500 1 0 0 0 0 0 0\n");
        Map<String, Reading> first = read(reader, 0);
        assertEquals(Quality.FIRST, first.get("disk/sda/readBytes").quality());
        assertEquals(Quality.FIRST, first.get("interface/eth0/inOctets").quality());
        assertEquals(Quality.FIRST, first.get("cpu/usage").quality());

        put("/proc/stat", "cpu  1030 10 200 8060 305 5 15 75 40 0\n");
        put("/proc/diskstats", disk(1100, 600));
        put("/proc/net/dev", " eth0: 3000 5 0 0 0 0 0 0 500 1 0 0 0 0 0 0\n");
        Map<String, Reading> second = read(reader, 2 * SECOND);
        assertEquals(100 * 512 / 2.0, second.get("disk/sda/readBytes").value());
        assertEquals(25.0, second.get("disk/sda/busy").value(), 1e-9);
        assertEquals(1000.0, second.get("interface/eth0/inOctets").value());
        assertEquals(0.0, second.get("interface/eth0/outOctets").value());
        assertEquals(35.0, second.get("cpu/usage").value(), 1e-9);

        put("/proc/diskstats", disk(5, 700));
        Map<String, Reading> third = read(reader, 3 * SECOND);
        assertEquals(Quality.RESET, third.get("disk/sda/readBytes").quality());
        assertTrue(Double.isNaN(third.get("disk/sda/readBytes").value()));
        assertEquals(10.0, third.get("disk/sda/busy").value(), 1e-9);
    }

    @Test
    void shouldLeaveOutWhatTheKernelLacksWhenTheRootIsEmpty() {
        Map<String, Reading> readings = read(new HostReader(root), 0);
        assertTrue(readings.keySet().stream().noneMatch(s -> s.startsWith("memory/") || s.startsWith("disk/")));
        assertEquals(Quality.NOT_AVAILABLE, readings.get("load/1min").quality());
    }

    @Test
    void shouldReadExactlyTheBoundsWhenThereIsMore() throws IOException {
        String disks = lines(HostReader.MOST_DISKS + 3, i -> "8 0 sd" + i + " 1 0 2 0 3 0 4 0 0 5 5");
        for (int i = 0; i < HostReader.MOST_DISKS + 3; i++) {
            Files.createDirectories(root.resolve("sys/block/sd" + i));
        }
        put("/proc/diskstats", disks);
        put("/proc/net/dev", lines(HostReader.MOST_INTERFACES + 2, i -> "e" + i + ": 1 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0"));
        put(
                "/proc/self/mounts",
                lines(HostReader.MOST_FILESYSTEMS + 1, i -> "/dev/d" + i + " /m" + i + " ext4 rw 0 0"));
        Map<String, Reading> readings = read(new HostReader(root), 0);
        assertEquals(HostReader.MOST_DISKS, count(readings, "disk/", "/busy"));
        assertEquals(HostReader.MOST_INTERFACES, count(readings, "interface/", "/inOctets"));
        assertEquals(HostReader.MOST_FILESYSTEMS, count(readings, "filesystem/", "/usedPercent"));
        assertEquals(3 + 2 + 1, readings.get("host/omitted").value());
    }

    @Test
    void shouldReadExactlyTheBoundsWhenAllFit() throws IOException {
        put("/proc/net/dev", lines(HostReader.MOST_INTERFACES, i -> "e" + i + ": 1 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0"));
        Map<String, Reading> readings = read(new HostReader(root), 0);
        assertEquals(HostReader.MOST_INTERFACES, count(readings, "interface/", "/inOctets"));
        assertEquals(0, readings.get("host/omitted").value());
    }

    @Test
    void shouldKeepNamesApartAndShortWhenFoldersAreLong() throws IOException {
        String folder = "/" + "x".repeat(300);
        put("/proc/self/mounts", "/dev/a " + folder + "1 ext4 rw 0 0\n/dev/b " + folder + "2 ext4 rw 0 0\n");
        List<String> names = read(new HostReader(root), 0).keySet().stream()
                .filter(s -> s.startsWith("filesystem/"))
                .toList();
        assertEquals(2, names.size());
        assertTrue(names.stream().allMatch(s -> s.length() <= 128));
    }

    @Test
    void shouldCutAfterAWholeLineWhenAFileIsTooLong() throws IOException {
        String line = "0123456789abcde\n";
        put("/exact", line.repeat(KernelFiles.MOST_BYTES / line.length() - 1));
        put("/long", "x" + line.repeat(KernelFiles.MOST_BYTES / line.length() + 1));
        KernelFiles files = new KernelFiles(root);
        assertEquals(
                KernelFiles.MOST_BYTES - line.length(), files.text("/exact").length());
        assertEquals(
                KernelFiles.MOST_BYTES - line.length() + 1, files.text("/long").length());
        assertTrue(files.text("/long").endsWith("e\n"));
    }

    @Test
    void shouldReadThisMachineWhenAskedTwice() {
        HostReader reader = new HostReader();
        long start = MonotonicClock.SYSTEM.nowNs();
        read(reader, start);
        Map<String, Reading> readings = read(reader, start + SECOND);
        for (String series : List.of(
                "system/name",
                "system/kernel",
                "system/bootId",
                "system/uptime",
                "cpu/usage",
                "cpu/count",
                "load/1min",
                "memory/total",
                "memory/usedPercent",
                "interface/lo/inOctets",
                "interface/lo/operStatus",
                "clock/state",
                "clock/maximumError")) {
            assertNotNull(readings.get(series), series);
        }
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                readings.get("cpu/count").value());
        assertTrue(readings.get("memory/total").value() > 1e7);
        assertTrue(readings.keySet().stream().allMatch(s -> s.length() <= 128));
        assertTrue(readings.keySet().stream().anyMatch(s -> s.startsWith("filesystem/") && s.endsWith("/usedPercent")));
    }

    private static Map<String, Reading> read(HostReader reader, long nowNs) {
        return reader.read(nowNs).stream().collect(Collectors.toMap(Reading::series, Function.identity()));
    }

    private static long count(Map<String, Reading> readings, String start, String end) {
        return readings.keySet().stream()
                .filter(s -> s.startsWith(start) && s.endsWith(end))
                .count();
    }

    private static String disk(long sectors, long busyMs) {
        return "8 0 sda 1 0 " + sectors + " 0 3 0 4 0 0 " + busyMs + " 5\n";
    }

    private static String lines(int count, Function<Integer, String> line) {
        return IntStream.range(0, count).mapToObj(i -> line.apply(i) + "\n").collect(Collectors.joining());
    }

    private void put(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
