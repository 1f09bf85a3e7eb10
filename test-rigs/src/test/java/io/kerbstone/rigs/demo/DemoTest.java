package io.kerbstone.rigs.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.rigs.street.Ports;
import io.kerbstone.rigs.street.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    @TempDir
    Path temp;

    @Test
    void shouldShowFiguresAndLeaveNothingBehindWhenItIsStopped() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temp,
                "-cp",
                System.getProperty("java.class.path"),
                "io.kerbstone.rigs.RigMain",
                "demo",
                "--lang",
                "en",
                "--port",
                String.valueOf(Ports.free()));
        List<ProcessHandle> children;
        try (Program demo = Program.start("demo", command, Map.of())) {
            demo.awaitLine(line -> line.startsWith("First indicators after"), 240);
            demo.awaitLine(line -> line.startsWith("Ctrl-C"), 60);
            children = new ArrayList<>(
                    ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList());
        }
        assertTrue(children.size() >= 2, "a collector and an agent ran");
        for (ProcessHandle child : children) {
            child.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
        }
        try (Stream<Path> left = Files.list(temp)) {
            List<String> names = left.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("kerbstone"))
                    .toList();
            assertEquals(List.of(), names);
        }
    }

    @Test
    void shouldSayTheSameThingsInBothLanguages() {
        ResourceBundle english =
                Says.in(Locale.ENGLISH, new PrintWriter(new StringWriter())).texts();
        ResourceBundle chinese =
                Says.in(Locale.CHINESE, new PrintWriter(new StringWriter())).texts();
        assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
        assertFalse(english.keySet().isEmpty());
        assertFalse(english.getString("waiting").equals(chinese.getString("waiting")));
    }
}
