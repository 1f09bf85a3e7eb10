package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class IngestBenchTest {
    @Test
    void shouldPrintFiguresWhenAFewFramesWentThroughTheWholeCollector() {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new IngestBench()).setOut(new PrintWriter(out, true));
        assertEquals(0, line.execute("--agents", "2", "--frames", "30", "--rounds", "2"));
        assertTrue(out.toString().contains("archive B/sample"), out.toString());
        assertTrue(out.toString().lines().anyMatch(row -> row.startsWith("samples ")), out.toString());
    }
}
