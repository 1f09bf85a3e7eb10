package io.kerbstone.identity;

import java.io.File;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of its machine: without it the test is skipped loudly, and in CI it fails. */
final class Needs {
    private Needs() {}

    static void tool(String name) {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> new File(dir, name).canExecute());
        if (!isThere) {
            String sentence = "SKIPPED: a test because " + name + " is not installed";
            if (System.getenv("CI") != null) {
                Assertions.fail(sentence);
            }
            System.err.println(sentence);
            Assumptions.abort(sentence);
        }
    }
}
