package io.kerbstone.rigs.street;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of our own, joined to this machine by a pair of virtual Ethernet links: a target that can be cut off
 * and joined again. Needs root and iproute2. The addresses are from 198.18.0.0/15 (RFC 2544, for tests of networks), so
 * they are nobody's. {@link #close} removes all of it. Owned by one thread.
 */
public final class Namespace implements AutoCloseable {
    private static final long COMMAND_SECONDS = 20;

    private final String name;
    private final String hostAddress;
    private final String address;

    private Namespace(String name, int number) {
        this.name = name;
        this.hostAddress = "198.18." + number + ".1";
        this.address = "198.18." + number + ".2";
    }

    /** Makes a namespace; number (0 to 255) keeps several apart. Throws with what the tool said when it cannot. */
    public static Namespace open(int number) throws IOException, InterruptedException {
        String name = "kerbstone" + number;
        Namespace made = new Namespace(name, number);
        made.close();
        String link = "kerb" + number;
        try {
            Ip.run("netns", "add", name);
            Ip.run("link", "add", link, "type", "veth", "peer", "name", "street", "netns", name);
            Ip.run("address", "add", made.hostAddress + "/30", "dev", link);
            Ip.run("link", "set", link, "up");
            made.inside("address", "add", made.address + "/30", "dev", "street");
            made.inside("link", "set", "street", "up");
            made.inside("link", "set", "lo", "up");
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** The target's address. */
    public String address() {
        return address;
    }

    /** Cuts the way back: probes arrive, answers are dropped inside. */
    public void cut() throws IOException, InterruptedException {
        inside("route", "replace", "blackhole", hostAddress + "/32");
    }

    /** Joins the way back again. */
    public void join() throws IOException, InterruptedException {
        inside("route", "delete", "blackhole", hostAddress + "/32");
    }

    /** Takes the target's address away, as when it is unplugged: nobody answers for it any more. */
    public void unplug() throws IOException, InterruptedException {
        inside("address", "flush", "dev", "street");
    }

    /** Gives the address back. */
    public void plugIn() throws IOException, InterruptedException {
        inside("address", "add", address + "/30", "dev", "street");
    }

    private void inside(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("-n", name));
        whole.addAll(Arrays.asList(command));
        Ip.run(whole.toArray(String[]::new));
    }

    @Override
    public void close() {
        try {
            new ProcessBuilder("ip", "netns", "delete", name)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot remove the namespace " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
