package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs one {@link Scenarios scenario} in a Java of its own inside a network namespace that goes when it ends. */
final class Namespace {
    /** Only loopback, on which the kernel leaves IPv4 echo requests unanswered. */
    static final String SILENT = "sysctl -qw net.ipv4.icmp_echo_ignore_all=1\n";

    /** ICMP without privilege. */
    static final String PING_GROUP = "sysctl -qw net.ipv4.ping_group_range='0 2147483647'\n";

    /**
     * A router behind 10.76.0.2 and fd76::2: networks .77 answer, .78 are unreachable, .79 prohibited, .80 black holes,
     * .81 run in a circle until the TTL is used up.
     */
    static final String ROUTER =
            """
            unshare -n sleep 600 &
            router=$!
            trap 'kill $router' EXIT
            for i in $(seq 500); do
              [ "$(readlink /proc/$router/ns/net)" = "$(readlink /proc/$$/ns/net)" ] || break
              sleep 0.01
            done
            inside() { nsenter -t $router -n "$@"; }
            ip link add v0 type veth peer name v1 netns $router
            sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
            inside sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
            inside sysctl -qw net.ipv4.icmp_ratemask=0 net.ipv6.icmp.ratelimit=0
            ip addr add 10.76.0.1/30 dev v0
            ip -6 addr add fd76::1/64 dev v0 nodad
            ip link set v0 up
            inside ip link set lo up
            inside ip link set v1 up
            inside ip addr add 10.76.0.2/30 dev v1
            inside ip -6 addr add fd76::2/64 dev v1 nodad
            inside ip route add local 10.77.0.0/16 dev lo
            inside ip route add unreachable 10.78.0.0/16
            inside ip route add prohibit 10.79.0.0/16
            inside ip route add blackhole 10.80.0.0/16
            inside ip route add 10.81.0.0/16 via 10.76.0.1
            inside ip -6 route add local fd77::/64 dev lo
            inside ip -6 route add unreachable fd78::/64
            inside ip -6 route add prohibit fd79::/64
            inside ip -6 route add blackhole fd80::/64
            inside ip -6 route add fd81::/64 via fd76::1
            for n in 77 78 79 80 81; do
              ip route add 10.$n.0.0/16 via 10.76.0.2
              ip -6 route add fd$n::/64 via fd76::2
            done
            ip route change 10.81.0.0/16 via 10.76.0.2 hoplimit 1
            ip -6 route change fd81::/64 via fd76::2 hoplimit 1
            for i in $(seq 100); do ping -nc1 -W1 10.77.0.1 >/dev/null && break; done
            for i in $(seq 100); do ping -6 -nc1 -W1 fd77::1 >/dev/null && break; sleep 0.05; done
            """;

    private static final long MOST_SECONDS = 120;
    private static final int MOST_TRIES = 3;
    private static final Pattern HELD_UP = Pattern.compile("STARVED|starved=[1-9]");

    private Namespace() {}

    static void run(String setUp, String scenario) throws IOException, InterruptedException {
        run(setUp, "", scenario);
    }

    /** {@code prefix} goes before the command line of Java. */
    static void run(String setUp, String prefix, String scenario) throws IOException, InterruptedException {
        Needs.root(scenario);
        for (String tool : List.of("unshare", "nsenter", "ip", "sysctl", "ping", "setpriv")) {
            Needs.tool(tool, scenario);
        }
        Needs.namespaces(scenario);
        Needs.ipv6(scenario);
        String script = "ip link set lo up\n" + setUp + prefix + " \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "bash", "-ec", script, "scenario"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Scenarios.class.getName(),
                scenario));
        String said = "";
        for (int i = 0; i < MOST_TRIES; i++) {
            said = once(command, scenario);
            if (!HELD_UP.matcher(said).find()) {
                break;
            }
            // The product itself says that nothing was measured, so this proves neither right nor wrong.
            System.err.println("AGAIN: " + scenario + " because this machine was held up: " + said);
        }
        assertEquals("", said);
    }

    /** What it complained of; empty when all was right. */
    private static String once(List<String> command, String scenario) throws IOException, InterruptedException {
        Path output = Files.createTempFile("scenario", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        Files.delete(output);
        assertTrue(ended, scenario + " did not end: " + said);
        return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ": " + said;
    }
}
