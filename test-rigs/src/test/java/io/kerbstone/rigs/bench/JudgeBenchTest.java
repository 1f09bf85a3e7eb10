package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JudgeBenchTest {
    @Test
    void shouldFindThePlainFiguresAgainWhenAFewPathsAndDaysWereLoaded() {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new JudgeBench()).setOut(new PrintWriter(out, true));
        assertEquals(0, line.execute("--paths", "4", "--days", "40", "--rounds", "1"), out.toString());
        assertTrue(out.toString().contains("8 of 8 figures compared"), out.toString());
        assertTrue(out.toString().contains("bytes per interval"), out.toString());
    }
}
