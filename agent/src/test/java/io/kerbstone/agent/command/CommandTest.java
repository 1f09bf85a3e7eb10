package io.kerbstone.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.Main;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return AgentCommand.commandLine(AgentCommand.language(args), new PrintWriter(out), new PrintWriter(err))
                .execute(args);
    }

    private static Path tenMistakes() throws Exception {
        return Path.of(CommandTest.class
                .getResource("/io/kerbstone/agent/ten-mistakes.yaml")
                .toURI());
    }

    @Test
    void shouldListTenAsAProcessWhenTheFileHasTenMistakes(@TempDir Path folder) throws Exception {
        Path copy = Files.copy(tenMistakes(), folder.resolve("agent.yaml"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "check",
                        "--lang",
                        "en",
                        "--config",
                        copy.toString())
                .redirectError(folder.resolve("err").toFile())
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertEquals(10, lines.size(), String.join("\n", lines));
        assertTrue(Files.readString(folder.resolve("err")).contains("has 10 mistakes"));
        List<Integer> lineNumbers = new ArrayList<>();
        for (String line : lines) {
            lineNumbers.add(Integer.valueOf(line.replaceFirst("(?s).*?\\(line (\\d+)\\).*", "$1")));
        }
        assertEquals(
                List.of(3, 5, 7, 9, 11, 12, 13, 16, 18, 21),
                lineNumbers.stream().sorted().toList());
        assertFalse(Files.exists(folder.resolve("state")), "check starts nothing");
    }

    @Test
    void shouldSayFineWhenTheFileHasNoMistake(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, "stateFolder: state\n");

        assertEquals(0, run("check", "--lang=zh", "--config", file.toString()));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("没有错误"), err.toString());
    }

    @Test
    void shouldEndWithTwoWhenUsedWrongly() {
        assertEquals(2, run());
        assertEquals(2, run("nonsense"));
        assertEquals(2, run("probe"));
        assertEquals(2, run("probe", "icmp"));
        assertEquals(2, run("probe", "icmp", "127.0.0.1", "--count", "0"));
        assertEquals(2, run("probe", "icmp", "127.0.0.1", "--interval", "soon"));
        assertEquals(2, run("probe", "tcp", "127.0.0.1"));
        assertEquals(2, run("probe", "tcp", "127.0.0.1", "--port", "0"));
        assertEquals(2, run("probe", "http", "ftp://127.0.0.1/"));
        assertEquals(2, run("probe", "http", "http://127.0.0.1/", "--status", "ok"));
        assertEquals(2, run("probe", "dns", "127.0.0.1", "--query", "a..b"));
        assertEquals(2, run("poll", "127.0.0.1"));
        assertEquals(2, run("enroll", "--collector", "x"));
        assertEquals(2, run("enroll", "--collector", "a b", "--token", "KS1-X"));
    }

    @Test
    void shouldPrintVersionAndHelpInBothLanguages() {
        assertEquals(0, run("version"));
        assertTrue(out.toString().startsWith("kerbstone-agent "));
        for (String command : List.of("run", "check", "enroll", "doctor", "probe", "poll", "journal", "version")) {
            out.getBuffer().setLength(0);
            assertEquals(0, run(command, "--help", "--lang", "zh"), command);
            assertTrue(out.toString().contains("用法："), command + ": " + out);
            assertTrue(out.toString().contains("显示帮助"), command + ": " + out);
            assertEquals(0, run(command, "--version"));
        }
        out.getBuffer().setLength(0);
        assertEquals(0, run("probe", "icmp", "--help", "--lang", "zh"));
        assertTrue(out.toString().contains("用 ICMP 回显测量"), out.toString());
        assertTrue(out.toString().contains("对每个目标的探测次数"), out.toString());
        assertEquals(0, run("probe", "icmp", "--version"));
        assertEquals(0, run("--help"));
        assertEquals(0, run("--version"));
    }

    @Test
    void shouldMeasureAServiceAndTellItsFacts() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(server.getLocalPort());
            List<String> common = List.of("--port", port, "--count", "40", "--interval", "50ms", "--timeout", "20s");

            assertEquals(0, run(with(common, "probe", "tcp", "localhost", "--json")));
            assertTrue(out.toString().contains("\"kind\":\"tcp\""), out.toString());
            assertTrue(out.toString().contains("\"facts\":{\"address\":\"127.0.0.1\""), out.toString());
        }
        assertEquals(3, run("probe", "ntp", "nowhere.invalid", "--lang", "zh"));
        assertTrue(err.toString().contains("“nowhere.invalid”没有地址"), err.toString());
    }

    private static String[] with(List<String> common, String... command) {
        return Stream.concat(Arrays.stream(command), common.stream()).toArray(String[]::new);
    }

    @Test
    void shouldRefuseToRunOrToReadAJournalWhenNotEnrolled(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, "stateFolder: state\n");

        assertEquals(3, run("run", "--lang=en", "--config", file.toString()));
        assertTrue(err.toString().contains("enroll --collector"), err.toString());
        assertEquals(3, run("journal", "status", "--config", file.toString()));
        assertEquals(1, run("run", "--config", folder.resolve("none").toString()));
    }

    @Test
    void shouldRefuseATokenThatIsNoneBeforeAnythingElse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, "stateFolder: state\n");

        assertEquals(
                1,
                run(
                        "enroll",
                        "--lang=en",
                        "--config",
                        file.toString(),
                        "--collector",
                        "127.0.0.1:1",
                        "--token",
                        "nonsense"));
        assertTrue(err.toString().contains("kerbstone-collector token create"), err.toString());
    }

    @Test
    void shouldTellThatNobodyReflects() throws IOException {
        int free;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertEquals(
                1,
                run("probe", "stamp", "127.0.0.1", "--port", "" + free, "--count", "3", "--interval", "0ms", "--json"));
        Mistakes mistakes = new Mistakes();
        Node json = Documents.parseJson(out.toString(), mistakes);
        assertEquals("stamp", json.text("kind", mistakes));
        assertEquals(3, json.integer("lost", 0, 9, mistakes));
        assertEquals(3, json.child("lostBecause").orElseThrow().integer("refused", 0, 9, mistakes), out.toString());
        assertEquals(List.of(), mistakes.list());
    }

    @Test
    void shouldReflectForNobodyWhoIsNoNetwork() {
        assertEquals(2, run("reflect"));
        assertEquals(2, run("reflect", "--allowed", "192.0.2.1/24", "--lang", "en"));
        assertTrue(err.toString().contains("192.0.2.1/24"), err.toString());
    }

    @Test
    void shouldExamineEverythingWhenAskedForADoctor(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, "stateFolder: .\ncollector: x\n");

        assertEquals(1, run("doctor", "--json", "--config", file.toString()));
        Mistakes mistakes = new Mistakes();
        Node json = Documents.parseJson(out.toString(), mistakes);
        assertTrue(mistakes.isEmpty(), out.toString());
        assertFalse(json.flag("healthy", true, mistakes));
        List<String> checks = json.sequence("checks", 99, mistakes).stream()
                .map(node -> node.text("check", mistakes))
                .toList();
        assertEquals(List.of("config", "clock", "icmp", "disk", "stamp", "identity", "running"), checks);

        out.getBuffer().setLength(0);
        assertEquals(1, run("doctor", "--lang", "zh", "--config", file.toString()));
        assertTrue(out.toString().contains("[故障]"), out.toString());
    }
}
