package io.kerbstone.rigs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this machine is, in one line: a figure without it says nothing. Pure reading. */
final class Machine {
    private Machine() {}

    static String describe() {
        return Runtime.getRuntime().availableProcessors() + " x "
                + lineOf("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"))
                + ", Linux " + System.getProperty("os.version")
                + ", Java " + System.getProperty("java.version")
                + ", load "
                + firstLine("/proc/loadavg").map(l -> l.split(" ", 2)[0]).orElse("?");
    }

    private static Optional<String> lineOf(String file, String key) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Optional<String> firstLine(String file) {
        return text(file).lines().findFirst();
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
