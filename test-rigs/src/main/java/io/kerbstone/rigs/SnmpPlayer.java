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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays each recorded walk of a folder as a device of its own on loopback until it is stopped. */
@Command(
        name = "snmp-player",
        mixinStandardHelpOptions = true,
        description = "Plays each NAME.snmprec in DIR as a device by SNMP v2c on 127.0.0.1, one port each.")
final class SnmpPlayer implements Callable<Integer> {
    private static final int DEVICES_MAX = 500;

    @Parameters(paramLabel = "DIR", description = "a folder of walks, or one walk")
    File folder = new File("");

    @Option(names = "--port", defaultValue = "16100", description = "first port (${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--community",
            defaultValue = "public",
            description = "community that is answered (${DEFAULT-VALUE})")
    String community = "";

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before call
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> walks = walks();
        if (walks.isEmpty()) {
            throw new IllegalArgumentException("there is no *.snmprec in " + folder);
        }
        PrintWriter out = spec.commandLine().getOut();
        for (int i = 0; i < walks.size(); i++) {
            play(walks.get(i), port + i);
            out.println("127.0.0.1:" + (port + i) + " " + community + " "
                    + walks.get(i).getFileName());
        }
        out.println("playing " + walks.size() + " devices; Ctrl-C ends it");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private List<Path> walks() throws IOException {
        if (folder.isFile()) {
            return List.of(folder.toPath());
        }
        try (Stream<Path> files = Files.list(folder.toPath())) {
            return files.filter(file -> file.toString().endsWith(".snmprec"))
                    .sorted()
                    .limit(DEVICES_MAX)
                    .toList();
        }
    }

    private void play(Path walk, int walkPort) throws IOException {
        try {
            Recording recording = Recording.parse(Files.readString(walk, StandardCharsets.ISO_8859_1));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), walkPort);
            SnmpResponder.open(
                    new SnmpResponder.Config(Map.of(community, recording), address, () -> true), MonotonicClock.SYSTEM);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(walk + ": " + e.getMessage(), e);
        }
    }
}
