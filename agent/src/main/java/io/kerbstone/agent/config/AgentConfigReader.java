package io.kerbstone.agent.config;

import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.Secrets;
import io.kerbstone.wire.FrameLimits;
import io.kerbstone.wire.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads agent.yaml whole; what it hands back may be used only when no mistake was recorded. Stateless. */
public final class AgentConfigReader {
    /** Longest path of the state folder, characters. */
    public static final int PATH_LENGTH_MAX = 1_000;

    private AgentConfigReader() {}

    /**
     * Reads the file; a relative state folder counts from the folder of the file. Where the usual file is missing the
     * defaults stand: an enrolled agent needs no file, because everything else comes from its collector.
     */
    public static AgentConfig readFile(Path file, String hostName, Mistakes mistakes) {
        boolean isNeedless = file.equals(Path.of(AgentConfig.FILE_DEFAULT)) && !Files.exists(file);
        Node root = isNeedless ? Documents.parseYaml("{}", mistakes) : Documents.readYaml(file, mistakes);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        return read(root, folder, hostName, mistakes);
    }

    /** Reads a document. */
    public static AgentConfig read(Node root, Path folder, String hostName, Mistakes mistakes) {
        root.expectKeys(mistakes, "collectors", "stateFolder", "name", "journal", "stamp", "devices", "paths");
        Assignment local = DefinitionsReader.readDefinitions(0, root, mistakes);
        DefinitionsReader.refusePlaceholders(local, mistakes);
        int bytes = DefinitionsWriter.toJson(local, Secrets.HIDE).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > FrameLimits.DEFAULT.definitionsBytes()) {
            mistakes.add(
                    root.where("paths"),
                    "and the devices are together too long for a signed frame; shorten names, or keep some at the"
                            + " collector");
        }
        return new AgentConfig(
                collectors(root, mistakes),
                stateFolder(root, folder, mistakes),
                name(root, hostName, mistakes),
                journalCap(root, mistakes),
                local,
                ReflectorReader.read(root, mistakes));
    }

    private static List<CollectorAddress> collectors(Node root, Mistakes mistakes) {
        List<CollectorAddress> addresses = new ArrayList<>();
        for (Node item : root.sequence("collectors", AgentConfig.COLLECTORS_MAX, mistakes)) {
            String text = item.asText(mistakes);
            Optional<CollectorAddress> address = CollectorAddress.parse(text);
            if (address.isEmpty() && !text.isEmpty()) {
                mistakes.add(
                        item.where(),
                        "'" + shortened(text) + "' is not an address; write HOST:PORT, for instance 192.0.2.1:8710");
            }
            address.ifPresent(addresses::add);
        }
        return addresses;
    }

    private static Path stateFolder(Node root, Path folder, Mistakes mistakes) {
        String text = root.text("stateFolder", AgentConfig.STATE_DEFAULT, mistakes);
        if (text.isBlank() || text.length() > PATH_LENGTH_MAX) {
            mistakes.add(root.where("stateFolder"), "should be the path of a folder");
            return folder;
        }
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            mistakes.add(root.where("stateFolder"), "is not a path: " + e.getReason());
            return folder;
        }
    }

    private static String name(Node root, String hostName, Mistakes mistakes) {
        String name = root.text("name", hostName, mistakes);
        if (name.isBlank() || name.length() > MessageLimits.NAME_CHARS_MAX) {
            mistakes.add(
                    root.where("name"), "should be a name of 1 to " + MessageLimits.NAME_CHARS_MAX + " characters");
        }
        return name;
    }

    private static long journalCap(Node root, Mistakes mistakes) {
        Optional<Node> journal = root.child("journal");
        if (journal.isEmpty()) {
            return AgentConfig.JOURNAL_CAP_BYTES_DEFAULT;
        }
        journal.get().expectKeys(mistakes, "cap");
        return journal.get()
                .bytes(
                        "cap",
                        AgentConfig.JOURNAL_CAP_BYTES_MIN,
                        AgentConfig.JOURNAL_CAP_BYTES_MAX,
                        AgentConfig.JOURNAL_CAP_BYTES_DEFAULT,
                        mistakes);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
