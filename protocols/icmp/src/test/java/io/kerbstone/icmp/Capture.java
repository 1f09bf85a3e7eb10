package io.kerbstone.icmp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packets of an interface as tcpdump saw them, which is not us. */
final class Capture implements AutoCloseable {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int ETHERNET_BYTES = 14;

    private final Process process;
    private final Path file;

    /** One packet with its IP header first. */
    record Packet(ByteBuffer bytes) {
        /** TOS byte or traffic class. */
        int trafficClass() {
            return bytes.get(0) >>> 4 == 4 ? bytes.get(1) & 0xFF : (bytes.getShort(0) >>> 4) & 0xFF;
        }
    }

    /** Begins, and returns when tcpdump listens; it ends after so many packets. */
    Capture(String device, String filter, int count) {
        try {
            file = Files.createTempFile("capture", ".pcap");
            process = new ProcessBuilder(
                            "tcpdump",
                            "-i",
                            device,
                            "-Q",
                            "in",
                            "-Z",
                            "root",
                            "--immediate-mode",
                            "-U",
                            "-c",
                            "" + count,
                            "-w",
                            file.toString(),
                            filter)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            while (line != null && !line.contains("listening on")) {
                line = said.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the last packet. */
    List<Packet> packets() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
            return packets(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Packet> packets(ByteBuffer pcap) {
        List<Packet> packets = new ArrayList<>();
        for (int at = FILE_HEADER_BYTES; at + PACKET_HEADER_BYTES <= pcap.limit(); ) {
            int length = pcap.getInt(at + 8);
            int from = at + PACKET_HEADER_BYTES + ETHERNET_BYTES;
            packets.add(new Packet(pcap.slice(from, length - ETHERNET_BYTES).order(ByteOrder.BIG_ENDIAN)));
            at += PACKET_HEADER_BYTES + length;
        }
        return packets;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
