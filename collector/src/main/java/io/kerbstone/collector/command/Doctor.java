package io.kerbstone.collector.command;

import io.kerbstone.collector.CollectorSettings;
import io.kerbstone.collector.DataFolder;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.settings.Mistakes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything a collector needs. Changes nothing. One use. */
final class Doctor {
    /** Free space below which the archive is in danger, bytes. */
    static final long FREE_BYTES_MIN = 1L << 30;

    private final Messages messages;
    private final FolderOptions options;
    private final List<Finding> findings = new ArrayList<>();

    /** What a check found. */
    enum State {
        OK,
        WARNING,
        FAILED
    }

    /**
     * One check.
     *
     * @param check its name, for programs
     * @param sentence what was found and what to do, for people
     */
    record Finding(String check, State state, String sentence) {}

    Doctor(Messages messages, FolderOptions options) {
        this.messages = messages;
        this.options = options;
    }

    List<Finding> examine() {
        Mistakes mistakes = new Mistakes();
        CollectorSettings settings = options.settings(mistakes);
        if (mistakes.isEmpty()) {
            found("config", State.OK, "doctor.config.ok");
        } else {
            found(
                    "config",
                    State.FAILED,
                    "doctor.config.failed",
                    Integer.toString(mistakes.count()),
                    mistakes.list().get(0));
        }
        DataFolder folder = new DataFolder(settings.data());
        disk(folder);
        boolean runs = running(folder);
        if (!runs) {
            port("agentPort", settings.agents());
            port("webPort", settings.web());
        }
        return findings;
    }

    private void found(String check, State state, String key, Object... values) {
        findings.add(new Finding(check, state, messages.get(key, values)));
    }

    private void disk(DataFolder folder) {
        String path = folder.path().toAbsolutePath().toString();
        if (!Files.isDirectory(folder.path())) {
            found("data", State.WARNING, "doctor.data.none", path);
            return;
        }
        if (!Files.isWritable(folder.path())) {
            found("data", State.FAILED, "doctor.data.readOnly", path);
            return;
        }
        try {
            long free = Files.getFileStore(folder.path()).getUsableSpace();
            String mib = Long.toString(free >> 20);
            found(
                    "data",
                    free < FREE_BYTES_MIN ? State.FAILED : State.OK,
                    free < FREE_BYTES_MIN ? "doctor.data.full" : "doctor.data.ok",
                    path,
                    mib);
        } catch (IOException e) {
            found("data", State.FAILED, "doctor.data.unreadable", path, String.valueOf(e.getMessage()));
        }
    }

    private boolean running(DataFolder folder) {
        if (!Files.isReadable(folder.address())) {
            found("running", State.WARNING, "doctor.running.no");
            return false;
        }
        try {
            ApiClient.Answer answer = ApiClient.of(folder).get("/health/ready");
            if (answer instanceof ApiClient.Answer.Good) {
                found("running", State.OK, "doctor.running.ok");
                return true;
            }
            if (answer instanceof ApiClient.Answer.Refused refused) {
                found("running", State.FAILED, "doctor.running.notReady", refused.sentence());
                return true;
            }
        } catch (IOException e) {
            // Told below: it does not answer.
        }
        found("running", State.WARNING, "doctor.running.no");
        return false;
    }

    private void port(String check, CollectorSettings.Place place) {
        String port = Integer.toString(place.port());
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(place.address(), place.port()));
            found(check, State.OK, "doctor.port.ok", port);
        } catch (IOException e) {
            found(check, State.FAILED, "doctor.port.taken", port, String.valueOf(e.getMessage()));
        }
    }
}
