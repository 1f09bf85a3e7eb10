package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: missing, it skips with a loud line, and in CI it fails. */
final class Needs {
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin");

    private Needs() {}

    /** The path of an installed tool. */
    static String tool(String name) {
        for (String place : PLACES) {
            if (Files.isExecutable(Path.of(place, name))) {
                return Path.of(place, name).toString();
            }
        }
        String sentence = name + " is not installed";
        System.err.println("SKIPPED: a test because " + sentence);
        assertTrue(System.getenv("CI") == null, sentence + ", and in CI a skip is a failure");
        Assumptions.abort(sentence);
        return name;
    }
}
