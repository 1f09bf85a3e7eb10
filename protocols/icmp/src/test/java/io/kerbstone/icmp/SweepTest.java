package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    @TempDir
    Path folder;

    @Test
    void shouldGiveOneResultForEachTargetWhenItHasMoreThanFitInFlight() {
        List<InetAddress> targets = Targets.parse("127.0.1.0/24").addresses();
        List<Sweep.Result> results = run(16, new Sweep.Plan(targets, 3, 0, 0, 10 * SECOND, TypeP.USUAL));
        assertEquals(254, results.size());
        for (Sweep.Result result : results) {
            assertEquals(3, result.sample().sent(), result.toString());
            assertEquals(0, result.sample().lost() + result.sample().notSent(), result.toString());
            assertEquals(3, result.sample().delays().count(), result.toString());
        }
    }

    @Test
    void shouldCountNotSentWhenTheKernelRefusesOneTarget() {
        List<InetAddress> targets =
                Targets.parse("255.255.255.255\n127.0.0.1\n").addresses();
        List<Sweep.Result> results = run(16, new Sweep.Plan(targets, 2, 0, 0, 10 * SECOND, TypeP.USUAL));
        assertEquals(2, results.get(0).sample().notSent());
        assertEquals(0, results.get(0).sample().sent());
        assertEquals(0, results.get(0).sample().delays().count());
        assertEquals(2, results.get(1).sample().sent());
    }

    @Test
    void shouldSpaceProbesWhenAnIntervalAndAGapAreGiven() {
        List<InetAddress> targets = Targets.parse("127.0.0.1\n127.0.0.2\n").addresses();
        long before = MonotonicClock.SYSTEM.nowNs();
        run(16, new Sweep.Plan(targets, 4, 20 * MS, 5 * MS, SECOND, TypeP.USUAL));
        assertTrue(MonotonicClock.SYSTEM.nowNs() - before >= 3 * 20 * MS + 5 * MS);
    }

    @Test
    void shouldAgreeWithFpingAndPingWhenTheSameTargetIsMeasured() throws Exception {
        String fping = Needs.tool("fping", "agreement with fping");
        String ping = Needs.tool("ping", "agreement with ping");
        double ours = run(64, new Sweep.Plan(List.of(one()), 300, MS, 0, SECOND, TypeP.USUAL))
                        .get(0)
                        .sample()
                        .delays()
                        .percentileNs(50)
                / 1e6;
        double theirs = median("([0-9.]+)(?= )", said(fping, "-q", "-C300", "-p1", "127.0.0.1"));
        double others = median("time=([0-9.]+)", said(ping, "-c300", "-i0.002", "127.0.0.1"));
        // Milliseconds: the three measure the same echo, and differ by what each adds of its own.
        assertEquals(theirs, ours, 1.0, "fping");
        assertEquals(others, ours, 1.0, "ping");
    }

    @Test
    void shouldRefuseAPlanWhenOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Sweep.Plan(List.of(), 1, 0, 0, 1, TypeP.USUAL));
        assertThrows(IllegalArgumentException.class, () -> new Sweep.Plan(List.of(one()), 0, 0, 0, 1, TypeP.USUAL));
        assertThrows(
                IllegalArgumentException.class, () -> new Sweep.Plan(List.of(one()), 1_000_001, 0, 0, 1, TypeP.USUAL));
        assertThrows(IllegalArgumentException.class, () -> new Sweep.Plan(List.of(one()), 1, -1, 0, 1, TypeP.USUAL));
        assertEquals(1_000_000, new Sweep.Plan(List.of(one()), 1_000_000, 0, 0, 1, TypeP.USUAL).count());
    }

    @Test
    void shouldUnderstandEachLineWhenTargetsAreParsed() {
        Targets targets = Targets.parse(
                """
                # a comment
                192.0.2.1   # a switch
                192.0.2.8/30

                192.0.2.20/31
                192.0.2.30/32
                2001:db8::/126
                nonsense..name/99
                10.0.0.0/8
                """);
        assertEquals(
                List.of("192.0.2.1", "192.0.2.9", "192.0.2.10", "192.0.2.20", "192.0.2.21", "192.0.2.30"),
                targets.addresses().stream()
                        .limit(6)
                        .map(InetAddress::getHostAddress)
                        .toList());
        assertEquals(10, targets.addresses().size());
        assertEquals(2, targets.mistakes().size(), targets.mistakes().toString());
        assertEquals(
                "line 9: a block has at most 65536 addresses, so not /8",
                targets.mistakes().get(1));
    }

    @Test
    void shouldStopAtTheBoundsWhenThereAreTooManyTargetsOrMistakes() {
        assertEquals(Targets.MOST, Targets.parse("fd00::/112").addresses().size());
        Targets over = Targets.parse("fd00::/112\n127.0.0.1\nfd01::/127\n");
        assertEquals(Targets.MOST, over.addresses().size());
        assertEquals(2, over.mistakes().size());
        assertEquals(65_534, Targets.parse("127.1.0.0/16").addresses().size());
        assertEquals(
                Targets.MOST_MISTAKES,
                Targets.parse("1.2.3.4/1\n".repeat(200)).mistakes().size());
    }

    private static List<Sweep.Result> run(int maxInFlight, Sweep.Plan plan) {
        List<Sweep.Result> results = new ArrayList<>();
        ProberSettings settings = ProberSettings.DEFAULT.withMaxInFlight(maxInFlight);
        try (IcmpProber prober =
                Needs.prober(IcmpProber.open(settings, MonotonicClock.SYSTEM, WallClock.SYSTEM), "sweep")) {
            Sweep.run(plan, prober, MonotonicClock.SYSTEM, results::add);
        }
        return results;
    }

    private static InetAddress one() {
        return InetAddress.getLoopbackAddress();
    }

    private String said(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        String said = Files.readString(out);
        assertEquals(0, code, said);
        return said.contains(" : ") ? said.substring(said.indexOf(" : ") + 2) + " " : said;
    }

    private static double median(String pattern, String text) {
        List<Double> values = new ArrayList<>();
        Matcher value = Pattern.compile(pattern).matcher(text.replace('\n', ' '));
        while (value.find()) {
            values.add(Double.parseDouble(value.group(1)));
        }
        assertEquals(300, values.size(), text);
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
