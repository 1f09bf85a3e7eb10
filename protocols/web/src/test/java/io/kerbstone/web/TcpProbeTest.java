package io.kerbstone.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to the kernel's own TCP on loopback. */
class TcpProbeTest {
    private final WebProber prober = WebProber.open(MonotonicClock.SYSTEM, WallClock.SYSTEM);

    @AfterEach
    void close() {
        prober.close();
    }

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private WebResult ask(int port) throws Exception {
        return Ask.judged(prober, "127.0.0.1", "127.0.0.1", new ProbeOptions.Tcp(port));
    }

    @Test
    void shouldMeasureWhenTheConnectionIsMade() throws Exception {
        try (ServerSocket server = listen(10)) {
            WebResult result = ask(server.getLocalPort());

            assertTrue(Ask.replied(result).roundTripNs() > 0);
            assertTrue(Ask.replied(result).errorBoundNs() >= Attempt.STAMP_ERROR_NS);
            assertEquals("127.0.0.1", Ask.text(result, "address"));
        }
    }

    @Test
    void shouldAskThisProcessOnceForEachKindWhenRehearsing() {
        prober.rehearse();

        assertEquals(4, prober.counters().sent());
        assertEquals(0, prober.counters().inFlightFull());
        await().until(() -> prober.inFlight(ProbeKind.HTTP) == 0 && prober.inFlight(ProbeKind.DNS) == 0);
    }

    @Test
    void shouldCloseWithFinWhenThePeerSpoke() throws Exception {
        try (ServerSocket server = listen(10)) {
            Thread probing = new Thread(() -> {
                try {
                    ask(server.getLocalPort());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            probing.start();
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));

                assertEquals(-1, peer.getInputStream().read(), "a reset would throw instead");
            }
            probing.join();
        }
        await().until(() -> prober.inFlight(ProbeKind.TCP) == 0);
    }

    @Test
    void shouldBeLostAsRefusedWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = listen(10)) {
            port = server.getLocalPort();
        }

        Ask.assertLost(LossReason.REFUSED, ask(port));
    }

    @Test
    void shouldBeLostByTimeoutWhenNothingAnswers() throws Exception {
        try (ServerSocket server = listen(1)) {
            Collection<Socket> fill = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 8; i++) { // a full backlog: the kernel drops the SYN
                Socket socket = new Socket();
                fill.add(socket);
                new Thread(() -> connect(socket, server.getLocalPort())).start();
            }
            await().atMost(30, TimeUnit.SECONDS).until(() -> isTimeout(server.getLocalPort()));
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    private boolean isTimeout(int port) throws Exception {
        WebResult result = Ask.one(prober, "127.0.0.1", "127.0.0.1", new ProbeOptions.Tcp(port), 200);
        return result.observation().outcome().equals(new Outcome.Lost(LossReason.TIMEOUT));
    }

    private static void connect(Socket socket, int port) {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void shouldNotBeMeasuredWhenTheMachineHasNoSuchAddress() throws Exception {
        // Class E is refused by the kernel before anything is sent.
        WebResult result = Ask.judged(prober, "255.255.255.255", "255.255.255.255", new ProbeOptions.Tcp(9));

        Ask.assertNotMeasured(NotMeasuredReason.NOT_SENT, result);
        assertFalse(Ask.text(result, "problem").isEmpty());
    }

    @Test
    void shouldNotBeMeasuredWhenTheThreadWasHeldUp() throws Exception {
        try (ServerSocket server = listen(10)) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            var result = new CompletableFuture<WebResult>();
            prober.occupy(() -> {
                held.countDown();
                awaitQuietly(go);
            });
            held.await();
            prober.probe(
                    new WebProbe(
                            "p", "x", Ask.address("127.0.0.1"), new ProbeOptions.Tcp(server.getLocalPort()), 20_000),
                    result::complete);
            CountDownLatch never = new CountDownLatch(1);
            // The probe leaves, then the thread is kept from seeing the answer.
            prober.occupy(() -> awaitQuietly(never, 200));
            go.countDown();

            Ask.assertNotMeasured(NotMeasuredReason.STARVED, result.get(60, TimeUnit.SECONDS));
            assertEquals(1, prober.counters().starved());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        awaitQuietly(latch, 60_000);
    }

    private static void awaitQuietly(CountDownLatch latch, long ms) {
        try {
            boolean isOpen = latch.await(ms, TimeUnit.MILLISECONDS);
            assertTrue(isOpen || ms < 60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldTakeNoMoreThanItsBoundAndEndAllWhenClosed() throws Exception {
        int max = WebProber.IN_FLIGHT_MAX.get(ProbeKind.TCP);
        CountDownLatch go = new CountDownLatch(1);
        Collection<WebResult> results = new ConcurrentLinkedQueue<>();
        prober.occupy(() -> awaitQuietly(go));
        WebProbe probe = new WebProbe("p", "x", Ask.address("127.0.0.1"), new ProbeOptions.Tcp(1), 20_000);
        for (int i = 0; i < max + 3; i++) {
            prober.probe(probe, results::add);
        }

        assertEquals(max, prober.inFlight(ProbeKind.TCP));
        assertEquals(3, results.size());
        results.forEach(result -> Ask.assertNotMeasured(NotMeasuredReason.IN_FLIGHT_FULL, result));
        assertEquals(3, prober.counters().inFlightFull());
        go.countDown();
        prober.close();
        prober.probe(probe, results::add);
        await().atMost(30, TimeUnit.SECONDS).until(() -> results.size() == max + 4);
    }
}
