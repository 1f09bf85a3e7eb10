package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StarveBenchTest {
    @Test
    void shouldShowNoFalseLossOfOursAndSomeOfPlainProbingWhenStarved() {
        needs(System.getProperty("user.name").equals("root"), "it needs root");
        needs(TimedProcess.which("ip").isPresent(), "iproute2 is not installed");
        needs(
                Files.isWritable(Path.of("/sys/fs/cgroup/cpu"))
                        || Files.exists(Path.of("/sys/fs/cgroup/cpu.max"))
                        || Files.isWritable(Path.of("/sys/fs/cgroup/cgroup.procs")),
                "there is no cpu controller");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new StarveBench())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("--seconds", "8", "--targets", "10");
        assertEquals(0, code, err.toString());
        String said = out.toString();
        String ours = line(said, "kerbstone: ");
        assertEquals(0, StarveBench.figure(ours, "lost"), said);
        assertEquals(0, StarveBench.figure(ours, "down"), said);
        assertTrue(StarveBench.figure(ours, "replied") > 0, said);
        assertTrue(StarveBench.figure(ours, "heldUpMs") > 0, "it was starved: " + said);
        assertTrue(StarveBench.figure(ours, "plainLost") > 0, "and this is what plain probing says: " + said);
    }

    @Test
    void shouldJudgeTenProbesByTheStandardRuleWhenFpingIsRead() {
        String output = "198.18.79.1 : 0.1 - - - - - 0.1 0.1 0.1 0.1 0.1 0.1\n198.18.79.2 : 0.1 0.2\n";
        String figures = StarveBench.figures(output);
        assertEquals(14, StarveBench.figure(figures, "due"));
        assertEquals(5, StarveBench.figure(figures, "lost"));
        assertEquals(1, StarveBench.figure(figures, "down"));
        assertThrows(IllegalArgumentException.class, () -> StarveBench.figure(figures, "nothing"));
    }

    private static String line(String said, String begin) {
        return said.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
    }

    private static void needs(boolean there, String why) {
        if (!there) {
            System.err.println("SKIPPED: starve bench because " + why);
            Assertions.assertNull(System.getenv("CI"), "in CI nothing is skipped: " + why);
            Assumptions.abort(why);
        }
    }
}
