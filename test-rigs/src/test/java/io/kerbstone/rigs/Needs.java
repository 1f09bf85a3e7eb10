package io.kerbstone.rigs;

import static org.junit.jupiter.api.Assertions.fail;

import io.kerbstone.rigs.street.Tools;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Without it the test is skipped loudly; where CI is set, it fails. */
public final class Needs {
    private Needs() {}

    /** A program; its place. */
    public static Path tool(String program) {
        Optional<Path> found = Tools.find(program);
        if (found.isEmpty()) {
            skip(program + " is not installed");
        }
        return found.orElseThrow();
    }

    /** Root, for network namespaces. */
    public static void root() {
        if (!Tools.isRoot()) {
            skip("this is not root");
        }
    }

    private static void skip(String because) {
        String test = StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> name.endsWith("Test"))
                .findFirst()
                .orElse("a test"));
        String line = "SKIPPED: " + test + " because " + because;
        System.err.println(line);
        if (System.getenv("CI") != null) {
            fail(line);
        }
        Assumptions.abort(line);
    }
}
