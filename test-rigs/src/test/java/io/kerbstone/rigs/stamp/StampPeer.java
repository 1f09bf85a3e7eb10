package io.kerbstone.rigs.stamp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.rigs.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The independent peer of {@code stamp_peer.py} as a process. */
final class StampPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader out;

    private StampPeer(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    static StampPeer start(Path folder, String... arguments) throws IOException {
        Path script = folder.resolve("stamp_peer.py");
        try (InputStream source = StampPeer.class.getResourceAsStream("/stamp/stamp_peer.py")) {
            if (source == null) {
                throw new IllegalStateException("BUG: no stamp_peer.py");
            }
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of(Needs.tool("python3").toString(), script.toString()));
        command.addAll(List.of(arguments));
        return new StampPeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The port a reflector says it listens at. */
    int port() throws IOException {
        String line = String.valueOf(out.readLine());
        assertTrue(line.startsWith("port "), line);
        return Integer.parseInt(line.substring("port ".length()));
    }

    /** Ends its standard input, and reads what it has to say. */
    JsonNode answer() throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.flush();
        }
        String line = out.readLine();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the peer ends");
        return JSON.readTree(String.valueOf(line));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
