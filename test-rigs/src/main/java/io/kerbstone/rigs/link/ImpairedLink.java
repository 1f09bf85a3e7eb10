package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.linux.TunDevice;
import io.kerbstone.rigs.street.Ip;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two network namespaces joined by a {@link Relay}, independent of what the kernel has for the purpose. The near side,
 * where a prober runs, has the addresses {@link #NEAR} and {@link #NEAR6}; the far side answers on every address of
 * {@link #FAR_PREFIX} and {@link #FAR6_PREFIX}; they are for tests of networks (RFC 2544, RFC 5180), hence nobody's. Needs root, {@code /dev/net/tun} and iproute2; {@link #close} removes
 * everything. Owned by one thread.
 */
public final class ImpairedLink implements AutoCloseable {
    /** The near side's IPv4 address. */
    public static final String NEAR = "198.18.254.1";
    /** The near side's IPv6 address. */
    public static final String NEAR6 = "2001:2:0:8::1";
    /** All of these answer at the far side. */
    public static final String FAR_PREFIX = "198.19.0.0/16";
    /** All of these answer at the far side. */
    public static final String FAR6_PREFIX = "2001:2:0:9::/64";
    /** One of them. */
    public static final String FAR = "198.19.0.2";
    /** One of them. */
    public static final String FAR6 = "2001:2:0:9::2";

    /** Packets that the kernel keeps for the relay while that is held up. */
    private static final int KERNEL_QUEUE = 65_536;

    private static final long RELAY_END_MS = 10_000;
    private static final String PREFIX = "kerblink";
    private static final Pattern OURS = Pattern.compile(PREFIX + "-(\\d+)-\\d+-(near|far)\\b");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkPlan plan;
    private final String nearName;
    private final String farName;
    private final TunDevice near;
    private final TunDevice far;
    private final @Nullable Trace trace;
    private final Relay relay;
    private final Thread thread;
    private volatile Optional<Throwable> broken = Optional.empty();
    private long startedUnixMs;

    private ImpairedLink(LinkPlan plan, String name, TunDevice near, TunDevice far, @Nullable Trace trace) {
        this.plan = plan;
        nearName = plan.isNearHere() ? "" : name + "-near";
        farName = name + "-far";
        this.near = near;
        this.far = far;
        this.trace = trace;
        relay = new Relay(plan, near, far, trace, MonotonicClock.SYSTEM);
        thread = new Thread(relay, "relay");
        thread.setUncaughtExceptionHandler((ended, why) -> broken = Optional.of(why));
    }

    /** Makes it and starts the relay; a trace is written when there is a file for it. Throws in words when it cannot. */
    public static ImpairedLink open(LinkPlan plan, Optional<Path> traceFile) throws IOException, InterruptedException {
        removeLeftovers();
        int number = NUMBER.incrementAndGet();
        long pid = ProcessHandle.current().pid();
        Trace trace = traceFile.isPresent() ? new Trace(traceFile.get()) : null;
        String device = "kl" + pid % 10_000_000 + "n" + number % 1_000;
        TunDevice near = TunDevice.open(device + "a");
        ImpairedLink link;
        try {
            link = new ImpairedLink(plan, PREFIX + "-" + pid + "-" + number, near, TunDevice.open(device + "b"), trace);
        } catch (IOException e) {
            near.close();
            throw e;
        }
        try {
            link.setUp();
            return link;
        } catch (IOException | InterruptedException e) {
            link.close();
            throw e;
        }
    }

    private void setUp() throws IOException, InterruptedException {
        for (String name : List.of(nearName, farName)) {
            if (!name.isEmpty()) {
                Ip.run("netns", "add", name);
            }
        }
        boolean six = Files.exists(Path.of("/proc/net/if_inet6"));
        setUpSide(near, nearName, nearLines(six));
        setUpSide(far, farName, farLines(six));
        startedUnixMs = WallClock.SYSTEM.nowMs();
        thread.start();
    }

    private static void setUpSide(TunDevice device, String namespace, List<String> lines)
            throws IOException, InterruptedException {
        // Before it is up: no addresses of its own making, hence no chatter, and a long queue.
        Ip.run("link", "set", device.name(), "addrgenmode", "none", "txqueuelen", Integer.toString(KERNEL_QUEUE));
        if (!namespace.isEmpty()) {
            Ip.run("link", "set", device.name(), "netns", namespace);
        }
        List<String> all = new ArrayList<>(List.of("link set lo up", "link set " + device.name() + " up"));
        all.addAll(lines);
        Ip.batch(namespace, all);
    }

    private List<String> nearLines(boolean six) {
        List<String> lines = new ArrayList<>(List.of(
                "address add " + NEAR + "/32 dev " + near.name(),
                "route add " + FAR_PREFIX + " dev " + near.name() + " src " + NEAR));
        if (six) {
            lines.add("address add " + NEAR6 + "/128 dev " + near.name() + " nodad");
            lines.add("route add " + FAR6_PREFIX + " dev " + near.name() + " src " + NEAR6);
        }
        return lines;
    }

    private List<String> farLines(boolean six) {
        List<String> lines = new ArrayList<>(List.of(
                "address add " + FAR + "/32 dev " + far.name(),
                "route add local " + FAR_PREFIX + " dev lo",
                "route add " + NEAR + "/32 dev " + far.name()));
        if (six) {
            lines.add("address add " + FAR6 + "/128 dev " + far.name() + " nodad");
            lines.add("route add local " + FAR6_PREFIX + " dev lo");
            lines.add("route add " + NEAR6 + "/128 dev " + far.name());
        }
        return lines;
    }

    /** The command that runs another one at the near side. */
    public List<String> atNear(List<String> command) {
        return inside(nearName, command);
    }

    /** The command that runs another one at the far side. */
    public List<String> atFar(List<String> command) {
        return inside(farName, command);
    }

    private static List<String> inside(String namespace, List<String> command) {
        if (namespace.isEmpty()) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }

    /** Wall clock when the relay began, ms since 1970; cuts count from there. */
    public long startedUnixMs() {
        return startedUnixMs;
    }

    /** Stops the relay and says what the link did. Throws when the relay broke, in words. */
    public Truth end() throws IOException, InterruptedException {
        relay.stop();
        thread.join(RELAY_END_MS);
        if (thread.isAlive()) {
            throw new IOException("the relay does not end");
        }
        if (broken.isPresent()) {
            throw new IOException("the relay broke: " + broken.get().getMessage(), broken.get());
        }
        return Truth.of(plan, relay, startedUnixMs, dropped(near, nearName) + dropped(far, farName));
    }

    /** What the kernel threw away because the device's queue was full. */
    private static long dropped(TunDevice device, String namespace) throws IOException, InterruptedException {
        String said = namespace.isEmpty()
                ? Ip.run("-j", "-s", "link", "show", "dev", device.name())
                : Ip.run("-n", namespace, "-j", "-s", "link", "show", "dev", device.name());
        JsonNode counters = JSON.readTree(said).path(0).path("stats64");
        return counters.path("tx").path("dropped").asLong()
                + counters.path("rx").path("dropped").asLong();
    }

    /** Removes namespaces that a killed rig left behind. */
    private static void removeLeftovers() throws IOException, InterruptedException {
        Matcher names = OURS.matcher(Ip.run("netns", "list"));
        while (names.find()) {
            if (ProcessHandle.of(Long.parseLong(names.group(1))).isEmpty()) {
                Ip.run("netns", "delete", names.group());
            }
        }
    }

    @Override
    public void close() throws IOException {
        relay.stop();
        try {
            if (thread.isAlive()) {
                thread.join(RELAY_END_MS);
            }
            remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while removing " + nearName + " and " + farName, e);
        }
    }

    private void remove() throws IOException, InterruptedException {
        near.close();
        far.close();
        if (trace != null) {
            trace.close();
        }
        String there = Ip.run("netns", "list");
        for (String name : List.of(nearName, farName)) {
            if (!name.isEmpty() && there.contains(name)) {
                Ip.run("netns", "delete", name);
            }
        }
    }
}
