package io.kerbstone.rigs.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of its machine: without it the test is skipped loudly, and in CI it fails. */
final class Needs {
    private Needs() {}

    static void program(String path, String debianPackage) {
        if (!Files.isExecutable(Path.of(path))) {
            String sentence = "SKIPPED: a test because " + path + " is missing: apt-get install " + debianPackage;
            if (System.getenv("CI") != null) {
                Assertions.fail(sentence);
            }
            System.err.println(sentence);
            Assumptions.abort(sentence);
        }
    }
}
