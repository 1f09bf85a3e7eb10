package io.kerbstone.rigs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A control group that gets little processor time, of version 1 or 2 of the kernel's interface. Owned by one thread. */
final class StarvedGroup implements AutoCloseable {
    private static final String NAME = "kerbstone-starve";
    private static final int US_PER_MS = 1_000;

    private final Path folder;
    private final boolean isFirstVersion;
    private final int quotaMs;
    private final int periodMs;

    private StarvedGroup(Path folder, boolean isFirstVersion, int quotaMs, int periodMs) {
        this.folder = folder;
        this.isFirstVersion = isFirstVersion;
        this.quotaMs = quotaMs;
        this.periodMs = periodMs;
    }

    /** Makes it with its quota; throws in words where this machine has no cpu controller for us. */
    static StarvedGroup make(int quotaMs, int periodMs) throws IOException {
        Path first = Path.of("/sys/fs/cgroup/cpu");
        boolean isFirstVersion = Files.exists(first.resolve("cpu.cfs_quota_us"));
        Path folder = (isFirstVersion ? first : Path.of("/sys/fs/cgroup")).resolve(NAME);
        StarvedGroup group = new StarvedGroup(folder, isFirstVersion, quotaMs, periodMs);
        try {
            Files.createDirectories(folder);
            group.starve();
            return group;
        } catch (IOException e) {
            throw new IOException("there is no cpu controller to make a group in (" + e + ")", e);
        }
    }

    void starve() throws IOException {
        set(Integer.toString(quotaMs * US_PER_MS));
    }

    /** As much as there is, until {@link #starve}. */
    void free() throws IOException {
        set(isFirstVersion ? "-1" : "max");
    }

    private void set(String quota) throws IOException {
        int periodUs = periodMs * US_PER_MS;
        if (isFirstVersion) {
            Files.writeString(folder.resolve("cpu.cfs_period_us"), Integer.toString(periodUs));
            Files.writeString(folder.resolve("cpu.cfs_quota_us"), quota);
        } else {
            Files.writeString(folder.resolve("cpu.max"), quota + " " + periodUs);
        }
    }

    /** A process that writes its id there belongs to the group. */
    Path processes() {
        return folder.resolve("cgroup.procs");
    }

    /** Before a command: runs it inside. */
    List<String> enter() {
        return List.of("bash", "-c", "echo $$ >" + processes() + "; exec \"$@\"", "enter");
    }

    /** The group goes when its processes have; one that is still there keeps it, without a quota. */
    @Override
    public void close() throws IOException {
        free();
        for (String id : Files.readAllLines(processes())) {
            ProcessHandle.of(Long.parseLong(id)).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        }
        Files.deleteIfExists(folder);
    }
}
