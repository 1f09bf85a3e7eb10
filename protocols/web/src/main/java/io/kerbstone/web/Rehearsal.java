package io.kerbstone.web;

import io.kerbstone.settings.ProbeOptions;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One request of each kind to a socket of this very process, so that the first real probe does not have to wait for the
 * Java machine to load its classes, which would leave it not measured. Nothing leaves the machine. Stateless.
 */
final class Rehearsal {
    /** Longest it may take, ms; what is not rehearsed by then comes later. */
    static final long WAITING_TIME_MS = 2_000;

    private static final byte[] REPLY =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    private static final int QUESTIONS = 2;

    private Rehearsal() {}

    static void run(WebProber prober) {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket streams = new ServerSocket(0, QUESTIONS, here);
                DatagramSocket silent = new DatagramSocket(0, here)) {
            Thread answering = new Thread(() -> answer(streams), "kerbstone-web-rehearsal");
            answering.setDaemon(true);
            answering.start();
            String url = "http://127.0.0.1:" + streams.getLocalPort() + "/";
            List<ProbeOptions> each = List.of(
                    new ProbeOptions.Tcp(streams.getLocalPort()),
                    new ProbeOptions.Http(200, 200, "ok", true),
                    new ProbeOptions.Dns(silent.getLocalPort(), "a", ProbeOptions.Dns.RecordType.A, ""),
                    new ProbeOptions.Ntp(silent.getLocalPort()));
            CountDownLatch ended = new CountDownLatch(each.size());
            each.forEach(options -> prober.probe(
                    new WebProbe("", url, here, options, waitingTimeMs(options)), end -> ended.countDown()));
            if (!ended.await(WAITING_TIME_MS, TimeUnit.MILLISECONDS)) {
                return; // a slow machine: the first probes will tell
            }
        } catch (IOException e) {
            // No loopback: then there is nothing to rehearse on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody answers datagrams here. */
    private static long waitingTimeMs(ProbeOptions options) {
        boolean isDatagram = options instanceof ProbeOptions.Dns || options instanceof ProbeOptions.Ntp;
        return isDatagram ? 100 : WAITING_TIME_MS;
    }

    private static void answer(ServerSocket streams) {
        for (int i = 0; i < QUESTIONS; i++) {
            try (Socket peer = streams.accept()) {
                if (peer.getInputStream().read() >= 0) {
                    peer.getOutputStream().write(REPLY);
                }
            } catch (IOException e) {
                return; // closed: the rehearsal is over
            }
        }
    }
}
