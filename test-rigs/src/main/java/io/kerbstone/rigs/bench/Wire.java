package io.kerbstone.rigs.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a capture on an interface says of echoes: the time from each request to its reply, as tcpdump saw them, with the
 * kernel's stamps at the point of capture. Owned by one thread.
 */
final class Wire implements AutoCloseable {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int ETHERNET_BYTES = 14;
    private static final int ECHO_REQUEST = 8;
    private static final double NS_PER_US = 1e3;
    private static final long SETTLE_MS = 1_500;

    private final Process tcpdump;
    private final Path file;

    private Wire(Process tcpdump, Path file) {
        this.tcpdump = tcpdump;
        this.file = file;
    }

    /** Begins; returns when tcpdump listens. */
    static Wire listen(String device, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        "tcpdump",
                        "-i",
                        device,
                        "-Z",
                        "root",
                        "--time-stamp-precision",
                        "nano",
                        "-B",
                        "32768",
                        "-s",
                        "64",
                        "-nn",
                        "-w",
                        file.toString(),
                        "icmp")
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.contains("listening on")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("tcpdump does not listen on " + device);
        }
        return new Wire(process, file);
    }

    /** Ends the capture; round-trip times of the echoes in it, us, ascending. */
    double[] roundTripsUs() throws IOException, InterruptedException {
        tcpdump.waitFor(SETTLE_MS, TimeUnit.MILLISECONDS); // the kernel hands its buffer over once a second
        tcpdump.destroy();
        tcpdump.waitFor();
        return roundTripsUs(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** Pairs requests and replies of a capture file with nanoseconds in the machine's byte order. */
    static double[] roundTripsUs(ByteBuffer pcap) {
        pcap.order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, Long> asked = new HashMap<>();
        List<Double> roundTrips = new ArrayList<>();
        for (int at = FILE_HEADER_BYTES; at + PACKET_HEADER_BYTES <= pcap.limit(); ) {
            long ns = pcap.getInt(at) * 1_000_000_000L + pcap.getInt(at + 4);
            int ip = at + PACKET_HEADER_BYTES + ETHERNET_BYTES;
            int icmp = ip + (pcap.get(ip) & 0xF) * Integer.BYTES;
            boolean isRequest = pcap.get(icmp) == ECHO_REQUEST;
            long peer = pcap.getInt(ip + (isRequest ? 16 : 12)) & 0xFFFF_FFFFL;
            long key = peer << Integer.SIZE | (pcap.getInt(icmp + 4) & 0xFFFF_FFFFL);
            if (isRequest) {
                asked.put(key, ns);
            } else if (asked.containsKey(key)) {
                roundTrips.add((ns - asked.remove(key)) / NS_PER_US);
            }
            at += PACKET_HEADER_BYTES + pcap.getInt(at + 8);
        }
        return roundTrips.stream().mapToDouble(us -> us).sorted().toArray();
    }

    @Override
    public void close() {
        tcpdump.destroyForcibly();
    }
}
