package io.kerbstone.rigs.street;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * One child process with the last lines it said, standard output and error together. {@link #close} asks it to stop and,
 * if it does not within 15 s, kills it. Safe for many threads.
 */
public final class Program implements AutoCloseable {
    private static final int LINES_MAX = 5_000;
    private static final long STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean ended;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts a command; {@code name} stands before its lines when they are shown. */
    public static Program start(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        Program program = new Program(name, process);
        Thread reader = new Thread(program::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return program;
    }

    /** The agent with these arguments, from the checkout's own assembly or, in a test, from the class path. */
    public static Program agent(String name, String... args) throws IOException {
        return start(name, command("agent", "io.kerbstone.agent.Main", args), Map.of());
    }

    /** The same in an environment of its own. */
    public static Program agent(String name, Map<String, String> environment, String... args) throws IOException {
        return start(name, command("agent", "io.kerbstone.agent.Main", args), environment);
    }

    /** The collector with these arguments. */
    public static Program collector(String name, String... args) throws IOException {
        return start(name, command("collector", "io.kerbstone.collector.CollectorMain", args), Map.of());
    }

    private static List<String> command(String kind, String mainClass, String... args) {
        List<String> command = new ArrayList<>();
        String home = System.getProperty("kerbstone.home");
        if (home != null) {
            command.add(
                    Path.of(home, "packaging", kind, "bin", "kerbstone-" + kind).toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-Xmx384m", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        }
        command.addAll(Arrays.asList(args));
        return command;
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(its output broke off: " + e.getMessage() + ")");
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    private void add(String line) {
        synchronized (lines) {
            if (lines.size() == LINES_MAX) {
                lines.removeFirst();
            }
            lines.addLast(line);
            lines.notifyAll();
        }
    }

    /** Waits for a line said already or to come; throws with the last lines when none came in time or the process ended. */
    public String awaitLine(Predicate<String> wanted, long seconds) throws TimeoutException, InterruptedException {
        long leftNs = TimeUnit.SECONDS.toNanos(seconds);
        long deadlineNs = io.kerbstone.time.MonotonicClock.SYSTEM.nowNs() + leftNs;
        synchronized (lines) {
            while (true) {
                Optional<String> found = lines.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                leftNs = deadlineNs - io.kerbstone.time.MonotonicClock.SYSTEM.nowNs();
                if (ended || leftNs <= 0) {
                    throw new TimeoutException(
                            name + (ended ? " ended" : " took too long") + "; its last lines:\n" + tail(40));
                }
                TimeUnit.NANOSECONDS.timedWait(lines, leftNs);
            }
        }
    }

    /** What it said last. */
    public String tail(int count) {
        synchronized (lines) {
            return String.join(
                    "\n", lines.stream().skip(Math.max(0, lines.size() - count)).toList());
        }
    }

    /** Waits for its end; its exit code. Throws when it has not ended in time. */
    public int awaitExit(long seconds) throws InterruptedException, TimeoutException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new TimeoutException(name + " has not ended after " + seconds + " s; its last lines:\n" + tail(40));
        }
        return process.exitValue();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Kills it as a power cut would (SIGKILL) and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
