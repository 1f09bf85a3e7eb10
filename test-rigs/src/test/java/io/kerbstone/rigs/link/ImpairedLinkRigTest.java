package io.kerbstone.rigs.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.rigs.Needs;
import io.kerbstone.rigs.RigMain;
import io.kerbstone.rigs.street.Ip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as people start it: a process of its own. */
final class ImpairedLinkRigTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldPrintNothingButTheTruthWhenItsCommandEnds() throws Exception {
        needs();
        Process rig = start(
                "--delay",
                "1ms",
                "--loss-return",
                "100%",
                "--run",
                "ping",
                "-c",
                "3",
                "-i",
                "0.01",
                "-W",
                "1",
                ImpairedLink.FAR);
        JsonNode truth = JSON.readTree(rig.getInputStream());
        assertTrue(rig.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, rig.exitValue());
        assertEquals(3, truth.at("/forward/echoRequests/delivered").asInt(), truth.toString());
        assertEquals(3, truth.at("/return/echoReplies/dropped").asInt());
        assertEquals(3, truth.at("/echo/unanswered").asInt());
        assertEquals(3, truth.at("/forward/delayUs/count").asInt());
        assertTrue(truth.at("/forward/delayUs/min").asDouble() >= 1_000);
        assertTrue(truth.get("exact").asBoolean());
        assertEquals(1, truth.get("commandExit").asInt(), "ping says that nobody answered");
    }

    @Test
    void shouldPrintTheTruthAndCleanUpWhenItIsStopped() throws Exception {
        needs();
        Process rig = start("--gentle");
        String said =
                new BufferedReader(new InputStreamReader(rig.getErrorStream(), StandardCharsets.UTF_8)).readLine();
        assertTrue(said.contains("ip netns exec kerblink-" + rig.pid()), said);
        // The process itself would close our ends of its streams, too.
        assertTrue(rig.toHandle().destroy());
        JsonNode truth = JSON.readTree(rig.getInputStream());
        assertTrue(rig.waitFor(60, TimeUnit.SECONDS));
        assertEquals("impaired-link", truth.get("rig").asText());
        assertTrue(!Ip.run("netns", "list").contains("kerblink-" + rig.pid()), "no namespace is left");
    }

    @ParameterizedTest
    @CsvSource({
        "--delay 5,no duration",
        "--loss 0.01,no share",
        "--loss 101%,0 % to 100 %",
        "--cut 5s,no cut",
        "--cut 5s-4s,ends after its begin",
        "--run,needs a command",
        "ping 198.19.0.2,--run comes first",
        "--burst 0.5,a burst is 1 to 10000",
        "--queue 0,1 to 65536",
        "--jitter-kind odd,UNIFORM"
    })
    void shouldSayWhatIsWrong(String arguments, String sentence) throws Exception {
        Process rig = start(arguments.split(" "));
        String said = new String(rig.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(rig.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, rig.exitValue(), said);
        assertTrue(said.contains(sentence), said);
    }

    private static void needs() {
        Needs.root();
        Needs.tool("ip");
        Needs.tool("ping");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RigMain.class.getName(),
                "impaired-link"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).start();
    }
}
