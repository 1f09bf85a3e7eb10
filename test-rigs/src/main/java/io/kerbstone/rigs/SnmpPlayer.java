package io.kerbstone.rigs;

import io.kerbstone.snmp.responder.Recording;
import io.kerbstone.snmp.responder.SnmpResponder;
import io.kerbstone.time.MonotonicClock;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays recorded walks as devices on loopback until it is stopped; the community chooses the walk. */
@Command(
        name = "snmp-player",
        mixinStandardHelpOptions = true,
        description = "Plays each NAME.snmprec in DIR as a device by SNMP v2c on 127.0.0.1; its community is NAME.")
final class SnmpPlayer implements Callable<Integer> {
    private static final int DEVICES_MAX = 500;
    private static final String SUFFIX = ".snmprec";

    @Parameters(paramLabel = "DIR", description = "a folder of walks, or one walk")
    File folder = new File("");

    @Option(names = "--port", defaultValue = "16100", description = "port (${DEFAULT-VALUE})")
    int port;

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before call
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Recording> recordings = new TreeMap<>();
        for (Path walk : walks()) {
            recordings.put(walk.getFileName().toString().replace(SUFFIX, ""), recording(walk));
        }
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("there is no *" + SUFFIX + " in " + folder);
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SnmpResponder.Config config = new SnmpResponder.Config(recordings, address, () -> true);
        try (SnmpResponder playing = SnmpResponder.open(config, MonotonicClock.SYSTEM)) {
            PrintWriter out = spec.commandLine().getOut();
            recordings.keySet().forEach(out::println);
            out.println("playing " + recordings.size() + " devices at " + playing.address() + "; Ctrl-C ends it");
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private List<Path> walks() throws IOException {
        if (folder.isFile()) {
            return List.of(folder.toPath());
        }
        try (Stream<Path> files = Files.list(folder.toPath())) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .limit(DEVICES_MAX)
                    .toList();
        }
    }

    private static Recording recording(Path walk) throws IOException {
        try {
            return Recording.parse(Files.readString(walk, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(walk + ": " + e.getMessage(), e);
        }
    }
}
