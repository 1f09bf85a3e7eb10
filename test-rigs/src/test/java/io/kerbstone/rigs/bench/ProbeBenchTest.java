package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.icmp.IcmpProber;
import io.kerbstone.icmp.ProberOpening;
import io.kerbstone.icmp.ProberSettings;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProbeBenchTest {
    @Test
    void shouldPrintATableWithRatiosWhenFpingIsThere() {
        needs(TimedProcess.which("fping").isPresent(), "fping is not installed");
        ProberOpening opening = IcmpProber.open(ProberSettings.DEFAULT, MonotonicClock.SYSTEM, WallClock.SYSTEM);
        needs(opening instanceof ProberOpening.Opened, opening.toString());
        ((ProberOpening.Opened) opening).prober().close();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new ProbeBench())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("--targets", "300", "--rounds", "1", "--delays", "20", "--hold", "1s", "--rate", "2000");
        assertEquals(0, code, err.toString());
        String said = out.toString();
        assertTrue(said.contains("Sweep: 300 loopback targets"), said);
        assertTrue(said.contains("fping 5") && said.contains("ratio: kerbstone"), said);
        assertTrue(said.contains("Delay told") && said.contains("not told"), said);
        assertTrue(said.contains("Hold: 2,000 probes/s for 1s: sent "), said);
        assertTrue(said.contains(", lost 0, "), said);
        assertTrue(said.lines().filter(l -> l.startsWith("kerbstone")).allMatch(l -> l.endsWith("100.00")), said);
    }

    @Test
    void shouldReadWhatFpingPrintsWhenItIsQuiet() {
        assertEquals(
                2,
                Fping.answered(
                        """
                        127.1.0.1 : xmt/rcv/%loss = 1/1/0%, min/avg/max = 0.019/0.019/0.019
                        127.1.0.2 : xmt/rcv/%loss = 1/0/100%
                        127.1.0.3 : xmt/rcv/%loss = 1/1/0%, min/avg/max = 0.020/0.020/0.020
                        """));
        assertArrayEquals(new double[] {8, 25, 1_230}, Fping.delaysUs("127.0.0.1 : 0.025 - 1.23 0.008\n"), 1e-9);
        assertEquals(0, Fping.delaysUs("127.0.0.1: error while sending ping\n").length);
    }

    @Test
    void shouldTakeTheNearestRankWhenAPercentileIsAsked() {
        double[] values = {1, 2, 3, 4};
        assertEquals(2, Fping.percentile(values, 50));
        assertEquals(4, Fping.percentile(values, 99));
        assertTrue(Double.isNaN(Fping.percentile(new double[0], 50)));
        assertEquals(3, BenchTable.median(List.of(5, 1, 3), Integer::doubleValue));
        assertTrue(Double.isNaN(BenchTable.median(List.<Integer>of(), Integer::doubleValue)));
    }

    @Test
    void shouldNameLoopbackTargetsWhenTheNumberIsInRange() {
        assertEquals("127.1.0.1\n127.1.0.2\n", ProbeBench.loopbackTargets(2));
        assertTrue(ProbeBench.loopbackTargets(255).endsWith("127.1.0.254\n127.1.1.1\n"));
        assertTrue(ProbeBench.loopbackTargets(254 * 256).endsWith("127.1.255.254\n"));
        assertThrows(IllegalArgumentException.class, () -> ProbeBench.loopbackTargets(0));
        assertThrows(IllegalArgumentException.class, () -> ProbeBench.loopbackTargets(254 * 256 + 1));
    }

    private static void needs(boolean there, String why) {
        if (!there) {
            System.err.println("SKIPPED: probe bench because " + why);
            Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
            Assumptions.abort(why);
        }
    }
}
