package io.kerbstone.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParsersTest {
    static final String STAT =
            """
            cpu  1000 10 200 8000 300 5 15 70 40 0
            cpu0 500 5 100 4000 150 2 7 35 20 0
            cpu1 500 5 100 4000 150 3 8 35 20 0
            intr 12345 1 2 3
            ctxt 99
            """;

    static final String MEMINFO =
            """
            MemTotal:        4096 kB
            MemFree:          512 kB
            MemAvailable:    1024 kB
            HugePages_Total:       0
            SwapTotal:       2048 kB
            SwapFree:        1536 kB
            """;

    static final String DISKSTATS =
            """
               8       0 sda 100 5 2000 60 50 7 4000 90 0 120 150 0 0 0 0 4 10
               8       1 sda1 99 5 1990 60 50 7 4000 90 0 120 150 0 0 0 0
             104       0 cciss/c0d0 1 0 2 0 3 0 4 0 0 5 5
               7       0 loop0 1 0 2 0 3 0 4 0 0 5 5
               8      16 sdb old kernel line 1 2
            """;

    static final String NET_DEV =
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0
            eth0:123456789012 20 1 2 0 0 0 0 9876 30 3 4 0 0 0 0
            eth0:1: 5 6 7 8 0 0 0 0 9 10 11 12 0 0 0 0
            """;

    static final String MOUNTS =
            """
            proc /proc proc rw 0 0
            /dev/sda1 / ext4 rw,relatime 0 0
            /dev/sda1 /srv/again ext4 rw 0 0
            /dev/sdb1 /mnt/two\\040words xfs rw 0 0
            overlay /var/lib/a overlay rw 0 0
            overlay /var/lib/b overlay rw 0 0
            server:/export /net nfs4 rw 0 0
            tmpfs /tmp tmpfs rw 0 0
            """;

    static final String PRESSURE =
            """
            some avg10=12.34 avg60=1.00 avg300=0.50 total=12345
            full avg10=1.00 avg60=0.00 avg300=0.00 total=123
            """;

    @Test
    void shouldShareOutTimeWhenTwoReadingsOfTheProcessorsAreGiven() {
        CpuTimes before = CpuTimes.parse(STAT).orElseThrow();
        CpuTimes after =
                CpuTimes.parse("cpu  1030 10 200 8060 305 5 15 75 40 0\n").orElseThrow();
        assertEquals(2, before.processors());
        assertEquals(9600, before.total());
        assertEquals(35.0, after.busyPercentSince(before), 1e-9);
        assertEquals(5.0, after.ioWaitPercentSince(before), 1e-9);
        assertEquals(5.0, after.stealPercentSince(before), 1e-9);
        assertTrue(Double.isNaN(after.busyPercentSince(after)));
    }

    @Test
    void shouldNotGoNegativeWhenIdleTimeRunsBackwards() {
        CpuTimes before = CpuTimes.parse("cpu  0 0 0 100 10 0 0 0\n").orElseThrow();
        CpuTimes after = CpuTimes.parse("cpu  50 0 0 100 5 0 0 0\n").orElseThrow();
        assertEquals(0.0, after.ioWaitPercentSince(before));
        assertEquals(100.0, after.busyPercentSince(before));
    }

    @Test
    void shouldGiveBytesWhenMemoryIsParsed() {
        assertEquals(
                new MemoryState(4096 * 1024, 1024 * 1024, 2048 * 1024, 1536 * 1024),
                MemoryState.parse(MEMINFO).orElseThrow());
        assertEquals(Optional.empty(), MemoryState.parse("MemTotal: 1 kB\n"));
    }

    @Test
    void shouldCountSectorsAs512BytesWhenDisksAreParsed() {
        List<DiskCounters> disks = DiskCounters.parse(DISKSTATS);
        assertEquals(new DiskCounters("sda", 100, 2000 * 512, 50, 4000 * 512, 120), disks.get(0));
        assertEquals(
                List.of("sda", "sda1", "cciss/c0d0", "loop0"),
                disks.stream().map(DiskCounters::name).toList());
    }

    @Test
    void shouldSplitAtTheLastColonWhenInterfacesAreParsed() {
        List<InterfaceCounters> all = InterfaceCounters.parse(NET_DEV);
        assertEquals(
                List.of("lo", "eth0", "eth0:1"),
                all.stream().map(InterfaceCounters::name).toList());
        assertEquals(new InterfaceCounters("eth0", 123456789012L, 20, 1, 2, 9876, 30, 3, 4), all.get(1));
    }

    @Test
    void shouldTakeLocalDevicesOnceWhenMountsAreParsed() {
        assertEquals(
                List.of("/", "/mnt/two words", "/var/lib/a", "/var/lib/b"),
                Mount.parse(MOUNTS).stream().map(Mount::folder).toList());
    }

    @Test
    void shouldTakeTheShortestWindowWhenPressureIsParsed() {
        assertEquals(12.34, Pressure.parse(PRESSURE).orElseThrow().somePercent());
        assertEquals(Optional.empty(), Pressure.parse(""));
    }

    @Test
    void shouldAnswerNothingWhenTextsAreEmptyOrCut() {
        long seed = System.getProperty("seed") == null ? 20261121 : Long.getLong("seed");
        Random random = new Random(seed);
        for (String text : List.of(STAT, MEMINFO, DISKSTATS, NET_DEV, MOUNTS, PRESSURE)) {
            for (int i = 0; i < 500; i++) {
                char[] broken =
                        text.substring(0, random.nextInt(text.length() + 1)).toCharArray();
                if (broken.length > 0) {
                    broken[random.nextInt(broken.length)] = (char) random.nextInt(256);
                }
                parseAll(new String(broken), seed);
            }
        }
    }

    private static void parseAll(String text, long seed) {
        String where = "seed " + seed + " text " + text;
        assertTrue(CpuTimes.parse(text).map(c -> c.total() >= 0).orElse(true), where);
        assertTrue(MemoryState.parse(text).map(m -> m.totalBytes() >= 0).orElse(true), where);
        assertFalse(DiskCounters.parse(text).stream().anyMatch(d -> d.reads() < 0), where);
        assertFalse(InterfaceCounters.parse(text).stream().anyMatch(d -> d.inOctets() < 0), where);
        assertFalse(Mount.parse(text).stream().anyMatch(m -> m.folder().isEmpty()), where);
        assertTrue(Pressure.parse(text).map(p -> p.somePercent() >= 0).orElse(true), where);
    }
}
