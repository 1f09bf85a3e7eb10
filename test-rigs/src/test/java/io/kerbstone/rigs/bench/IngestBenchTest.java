package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class IngestBenchTest {
    @Test
    void shouldPrintFiguresOfEachShapeWhenAFewFramesWentThroughACollectorOfItsOwn() {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new IngestBench()).setOut(new PrintWriter(out, true));
        assertEquals(0, line.execute("--agents", "2", "--samples", "8000", "--warm-up", "1", "--rounds", "1"));
        assertTrue(out.toString().contains("archive B/sample"), out.toString());
        assertEquals(
                4 * 2,
                out.toString().lines().filter(row -> row.contains(" a frame (")).count(),
                out.toString());
        assertTrue(out.toString().contains("verify, decode"), out.toString());
    }
}
