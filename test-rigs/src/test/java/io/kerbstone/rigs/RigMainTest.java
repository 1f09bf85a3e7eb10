package io.kerbstone.rigs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RigMainTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayWhichFileIsNotJson() throws IOException {
        Path file = Files.writeString(folder.resolve("cases.json"), "{\"cases\":");
        StringWriter said = new StringWriter();
        CommandLine line = RigMain.commandLine().setErr(new PrintWriter(said));
        assertEquals(2, line.execute("indicators", file.toString()));
        assertTrue(said.toString().startsWith("cannot read " + file + " as JSON"), said.toString());
    }

    @Test
    void shouldRefuseAnUnknownRig() {
        CommandLine line = RigMain.commandLine().setErr(new PrintWriter(new StringWriter()));
        assertEquals(2, line.execute("no-such-rig"));
    }
}
