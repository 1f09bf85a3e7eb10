package io.kerbstone.rigs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.rigs.Needs;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AgentBenchTest {
    @Test
    void shouldPrintFiguresWhenASmallAgentWasMeasured() {
        Needs.root();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new AgentBench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        assertEquals(
                0, line.execute("--paths", "40", "--devices", "2", "--warm-up", "1", "--seconds", "3"), err.toString());
        String row = out.toString()
                .lines()
                .filter(one -> one.startsWith("kerbstone-agent"))
                .findFirst()
                .orElseThrow();
        String[] cells = row.strip().split(" +", -1);
        assertEquals(9, cells.length, row);
        assertTrue(Double.parseDouble(cells[1]) > 20, "no Java fits into 20 MiB: " + row);
        assertTrue(Double.parseDouble(cells[7]) > 20, "40 paths at one probe a second: " + row);
    }
}
