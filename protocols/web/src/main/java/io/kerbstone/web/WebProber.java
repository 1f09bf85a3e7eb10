package io.kerbstone.web;

import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.settings.ProbeKind;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Probes services: one request on a socket of its own each time, no second try, no second address, no connection used
 * twice, no redirect followed.
 *
 * <p>Safe for many threads. One thread of its own ("kerbstone-web") owns every probe and hands over the results: what
 * takes them must be short. A second one computes for TLS, so that a handshake does not delay the stamps of others.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
public final class WebProber implements AutoCloseable {
    /** Most probes of each kind under way, and so sockets, which are counted until they are closed. */
    public static final Map<ProbeKind, Integer> IN_FLIGHT_MAX =
            Map.of(ProbeKind.TCP, 4_096, ProbeKind.HTTP, 2_048, ProbeKind.DNS, 4_096, ProbeKind.NTP, 4_096);
    /** Most TLS connections at once, each of which takes some 100 KiB. */
    public static final int TLS_MAX = 256;
    /** Longest wait for the threads to end, ms. */
    static final long CLOSE_MS_MAX = 2_000;

    private final MonotonicClock clock;
    private final WallClock wall;
    private final WebCounters counters = new WebCounters();
    private final LoopWatch watch;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Sockets sockets;
    private final HttpProbe.Tls tls;
    private final Map<ProbeKind, Slots> slots = new EnumMap<>(ProbeKind.class);
    private final Set<Attempt> waiting = new LinkedHashSet<>(); // owned by the loop
    private boolean isClosed; // owned by the loop

    private WebProber(MonotonicClock clock, WallClock wall, X509ExtendedTrustManager trust) {
        this.clock = clock;
        this.wall = wall;
        this.watch = new LoopWatch(clock);
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("kerbstone-web", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.sockets = new Sockets(loop);
        this.tls = new HttpProbe.Tls(trust, TLS_MAX);
        IN_FLIGHT_MAX.forEach((kind, max) -> slots.put(kind, new Slots(max)));
    }

    /** A prober that trusts the authorities the Java machine trusts. */
    public static WebProber open(MonotonicClock clock, WallClock wall) {
        return open(clock, wall, Certificates.machineTrust());
    }

    /** The same, with other authorities. */
    static WebProber open(MonotonicClock clock, WallClock wall, X509ExtendedTrustManager trust) {
        return new WebProber(clock, wall, trust);
    }

    /** Makes one request of each kind to this very process, so that the first real one need not load classes: blocks for a
     * moment. */
    public WebProber rehearse() {
        Rehearsal.run(this);
        return this;
    }

    /** Starts one probe and returns at once; its result comes exactly once, from any thread. */
    public void probe(WebProbe probe, Consumer<WebResult> to) {
        long dueNs = clock.nowNs();
        Slots ofKind = slots.get(probe.options().kind());
        if (ofKind == null) {
            throw new IllegalArgumentException(
                    "BUG: no probe of kind " + probe.options().kind());
        }
        if (!ofKind.take()) {
            counters.addInFlightFull();
            to.accept(notMeasured(probe, dueNs, NotMeasuredReason.IN_FLIGHT_FULL));
            return;
        }
        try {
            loop.execute(() -> begin(probe, ofKind, to));
        } catch (RejectedExecutionException closed) {
            ofKind.give();
            to.accept(notMeasured(probe, dueNs, NotMeasuredReason.STOPPING));
        }
    }

    private static WebResult notMeasured(WebProbe probe, long dueNs, NotMeasuredReason reason) {
        return new WebResult(new Observation(probe.pathId(), dueNs, new Outcome.NotMeasured(reason)), List.of());
    }

    private void begin(WebProbe probe, Slots ofKind, Consumer<WebResult> to) {
        Attempt attempt = new Attempt(probe, clock, watch, counters, ended -> {
            waiting.remove(ended);
            to.accept(ended.result());
        });
        if (isClosed) {
            ofKind.give();
            attempt.notMeasured(NotMeasuredReason.STOPPING);
            return;
        }
        waiting.add(attempt);
        watch.start(loop, () -> !waiting.isEmpty());
        ChannelFuture closed = start(attempt);
        Future<?> timeout = loop.schedule(
                () -> {
                    if (!attempt.isEnded()) {
                        attempt.lost(Outcome.LossReason.TIMEOUT);
                        closed.channel().close();
                    }
                },
                probe.waitingTimeMs(),
                TimeUnit.MILLISECONDS);
        closed.addListener(done -> {
            timeout.cancel(false);
            ofKind.give();
            attempt.invalid("problem", "closed without an answer"); // unless it ended otherwise
        });
    }

    private ChannelFuture start(Attempt attempt) {
        ProbeOptions options = attempt.probe().options();
        if (options instanceof ProbeOptions.Tcp tcp) {
            return TcpProbe.start(attempt, tcp, sockets);
        }
        if (options instanceof ProbeOptions.Http http) {
            return HttpProbe.start(attempt, http, sockets, tls, wall);
        }
        if (options instanceof ProbeOptions.Dns dns) {
            return DnsProbe.start(attempt, dns, sockets);
        }
        if (options instanceof ProbeOptions.Ntp ntp) {
            return NtpProbe.start(attempt, ntp, sockets, wall);
        }
        throw new IllegalStateException("BUG: no probe of kind " + options.kind());
    }

    /** What was counted so far. */
    public WebCounters counters() {
        return counters;
    }

    /** Probes and connections of a kind under way. */
    public int inFlight(ProbeKind kind) {
        Slots ofKind = slots.get(kind);
        return ofKind == null ? 0 : ofKind.taken();
    }

    /** For tests: keeps the loop's thread busy with the task. */
    void occupy(Runnable task) {
        loop.execute(task);
    }

    /** What is under way ends as not measured; then the threads end. */
    @Override
    public void close() {
        CountDownLatch ended = new CountDownLatch(1);
        try {
            loop.execute(() -> {
                isClosed = true;
                List.copyOf(waiting).forEach(attempt -> attempt.notMeasured(NotMeasuredReason.STOPPING));
                ended.countDown();
            });
            if (!ended.await(CLOSE_MS_MAX, TimeUnit.MILLISECONDS)) {
                group.shutdownGracefully(); // a machine without room: the thread ends what is under way when it gets
                // there
                return;
            }
        } catch (RejectedExecutionException again) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        tls.close();
    }
}
