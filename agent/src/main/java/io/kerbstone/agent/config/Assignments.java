package io.kerbstone.agent.config;

import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Documents;
import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.PathDefinition;
import io.kerbstone.wire.MessageLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads an assignment that came from a collector and puts it together with the local definitions. Stateless. */
public final class Assignments {
    private Assignments() {}

    /** Reads and checks the whole document; ids of the agent's own file are taken. */
    public static Assignment read(long version, String document, Assignment local, Mistakes mistakes) {
        Node root = Documents.parseJson(document, mistakes);
        Assignment read = DefinitionsReader.readAssignment(root, mistakes);
        DefinitionsReader.refusePlaceholders(read, mistakes);
        Set<String> localPaths = new HashSet<>();
        local.paths().forEach(path -> localPaths.add(path.id()));
        for (PathDefinition path : read.paths()) {
            if (localPaths.contains(path.id())) {
                mistakes.add("path '" + path.id() + "'", "is in the agent's own file too; choose another id");
            }
        }
        Set<String> localDevices = new HashSet<>();
        local.devices().forEach(device -> localDevices.add(device.id()));
        for (DeviceDefinition device : read.devices()) {
            if (localDevices.contains(device.id())) {
                mistakes.add("device '" + device.id() + "'", "is in the agent's own file too; choose another id");
            }
        }
        if (read.paths().size() + local.paths().size() > Assignment.PATHS_MAX
                || read.devices().size() + local.devices().size() > Assignment.DEVICES_MAX) {
            mistakes.add(
                    "document",
                    "has with the agent's own file more than " + Assignment.PATHS_MAX + " paths or "
                            + Assignment.DEVICES_MAX + " devices; give some to another agent");
        }
        return new Assignment(version, read.devices(), read.paths());
    }

    /** Both together, the collector's version. */
    public static Assignment merge(Assignment local, Assignment assigned) {
        List<DeviceDefinition> devices = new ArrayList<>(local.devices());
        devices.addAll(assigned.devices());
        List<PathDefinition> paths = new ArrayList<>(local.paths());
        paths.addAll(assigned.paths());
        return new Assignment(assigned.version(), devices, paths);
    }

    /** The mistakes as a message can carry them. */
    public static List<String> forMessage(Mistakes mistakes) {
        return mistakes.list().stream()
                .limit(MessageLimits.MISTAKES_MAX)
                .map(line -> line.length() <= MessageLimits.SENTENCE_CHARS_MAX
                        ? line
                        : line.substring(0, MessageLimits.SENTENCE_CHARS_MAX))
                .toList();
    }
}
