package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.rigs.street.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rig impaired-link}: a link whose every loss and delay is known. It ends with the command it runs, after so many
 * seconds, or when it is stopped, and prints the truth as one JSON document on standard output; everything else, also what
 * the command says, goes to standard error. Exit 0, or 1 when the rig itself lost packets; 3 when it could not.
 */
@Command(
        name = "impaired-link",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Two network namespaces joined by a link with known, seeded delay, jitter, loss, duplicates, reordering and"
                    + " cuts; prints the truth as JSON. Forward is from the near side, where the command runs, to the far"
                    + " one, which answers at " + ImpairedLink.FAR_PREFIX + " and " + ImpairedLink.FAR6_PREFIX + ".",
            "Durations: 950us, 2ms, 0.95ms, 1s, 1m. Shares: 1%%, 0.8%%. Needs root."
        })
public final class ImpairedLinkRig implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CLEAN_UP_SECONDS = 20;
    private static final long STOP_SECONDS = 5;

    @Mixin
    private final LinkOptions options = new LinkOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "ends after so long (default: with the command, else when it is stopped)")
    private @Nullable Long seconds;

    @Option(names = "--trace", paramLabel = "FILE", description = "the truth packet by packet, as CSV")
    private @Nullable Path trace;

    @Option(
            names = "--run",
            description = "runs the command that follows as the last arguments at the near side, for instance:"
                    + " --run ping -c 100 " + ImpairedLink.FAR)
    private boolean isRunning;

    @Parameters(arity = "0..*", paramLabel = "CMD", description = "the command of --run")
    private List<String> command = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway") // picocli sets it before call
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (isRunning == command.isEmpty()) {
            throw new IllegalArgumentException(
                    isRunning
                            ? "--run needs a command behind it"
                            : "what is '" + command.get(0) + "'? --run comes first");
        }
        LinkPlan plan = options.plan();
        if (!Tools.isRoot() || Tools.find("ip").isEmpty()) {
            throw new IOException("the impaired link needs root and the command ip (on Debian: iproute2),"
                    + " for it makes network namespaces");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch cleaned = new CountDownLatch(1);
        Thread hook = new Thread(() -> stopAndWait(stopped, cleaned), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run(plan, stopped);
        } finally {
            cleaned.countDown();
        }
    }

    /** A signal came: the main thread ends the rig and prints; until then the machine must not go down. */
    private static void stopAndWait(CountDownLatch stopped, CountDownLatch cleaned) {
        stopped.countDown();
        try {
            if (!cleaned.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("impaired-link: not cleaned up; see ip netns list");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(LinkPlan plan, CountDownLatch stopped) throws IOException, InterruptedException {
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.ofNullable(trace))) {
            say(link);
            Optional<Integer> exit = Optional.empty();
            if (isRunning) {
                exit = Optional.of(runCommand(link, stopped));
            } else {
                await(stopped);
            }
            Truth truth = link.end();
            ObjectNode json = truth.json();
            exit.ifPresent(code -> json.put("commandExit", code));
            PrintWriter out = spec.commandLine().getOut();
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
            out.flush();
            return truth.isExact() ? 0 : 1;
        }
    }

    private void say(ImpairedLink link) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "near side: %s (%s, %s)%nfar side:  %s (%s, %s)%n",
                String.join(" ", link.atNear(List.of("CMD"))),
                ImpairedLink.NEAR,
                ImpairedLink.NEAR6,
                String.join(" ", link.atFar(List.of("CMD"))),
                ImpairedLink.FAR_PREFIX,
                ImpairedLink.FAR6_PREFIX);
        err.flush();
    }

    private void await(CountDownLatch stopped) throws InterruptedException {
        if (seconds == null) {
            stopped.await();
        } else if (stopped.await(seconds, TimeUnit.SECONDS)) {
            spec.commandLine().getErr().println("stopped early");
        }
    }

    /** Runs it to its end, or to the rig's; its exit code. */
    private int runCommand(ImpairedLink link, CountDownLatch stopped) throws IOException, InterruptedException {
        // Its standard output goes to standard error, for the truth alone is on ours.
        List<String> whole = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&2", "sh"));
        whole.addAll(command);
        Process process = new ProcessBuilder(link.atNear(whole)).inheritIO().start();
        var unused = process.onExit().thenRun(stopped::countDown);
        try {
            await(stopped);
        } finally {
            end(process);
        }
        return process.waitFor();
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
