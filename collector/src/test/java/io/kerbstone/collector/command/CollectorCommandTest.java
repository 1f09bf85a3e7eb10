package io.kerbstone.collector.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.messages.Messages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CollectorCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return line(CollectorCommand.language(args)).execute(args);
    }

    private CommandLine line(Locale language) {
        return CollectorCommand.commandLine(language, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void shouldDescribeEveryCommandAndOptionWhenAskedInEitherLanguage() {
        for (Locale language : new Locale[] {Messages.ENGLISH, Messages.CHINESE}) {
            Deque<CommandLine> rest = new ArrayDeque<>();
            rest.add(line(language));
            while (!rest.isEmpty()) {
                CommandLine command = rest.pop();
                rest.addAll(command.getSubcommands().values());
                var usage = command.getCommandSpec().usageMessage();
                String name = command.getCommandSpec().qualifiedName();
                assertTrue(usage.description().length > 0, name + " in " + language);
                command.getCommandSpec()
                        .options()
                        .forEach(option -> assertTrue(
                                option.description().length > 0
                                        || command.getUsageMessage().contains(option.longestName()),
                                name + " " + option.longestName()));
            }
        }
    }

    @Test
    void shouldListMistakesOnStandardOutputAndEndWithOneWhenChecked() throws Exception {
        Path file = folder.resolve("collector.yaml");
        Files.writeString(file, "web: {port: 0}\nagnets: {}\nzone: Nowhere\n");
        assertEquals(1, run("check", "--config", file.toString(), "--lang", "en"));
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertTrue(out.toString().contains("agents"), "names the nearest key");
        Files.writeString(file, "web: {port: 0}\n");
        assertEquals(0, run("check", "--config", file.toString()));
    }

    @Test
    void shouldSayThatNoCollectorRunsWhenAskedInAnEmptyFolder() {
        assertEquals(3, run("agent", "list", "--data", folder.toString()));
        assertTrue(err.toString().contains("No collector runs"), err.toString());
        assertEquals(3, run("reindex", "--data", folder.toString(), "--lang", "zh"));
        assertTrue(err.toString().contains("数据目录"), err.toString());
    }

    @Test
    void shouldEndWithTwoWhenUsedWrongly() {
        assertEquals(2, run());
        assertEquals(2, run("report"));
        assertEquals(2, run("report", "--period", "2026", "--format", "docx"));
        assertTrue(err.toString().contains("docx"), err.toString());
    }

    @Test
    void shouldPrintOneJsonDocumentWhenTheDoctorIsAskedForIt() {
        run("doctor", "--json", "--data", folder.toString());
        assertTrue(out.toString().contains("\"check\" : \"data\""), out.toString());
    }
}
