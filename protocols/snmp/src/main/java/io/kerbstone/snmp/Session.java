package io.kerbstone.snmp;

import io.kerbstone.measurement.Oid;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.StampingTransport.Stamp;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.event.CounterEvent;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.event.ResponseListener;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;

/**
 * The socket and SNMP4J's machinery behind it: sends one request once and hands over what became of it. Only the reader's
 * thread calls it; answers are handed over on SNMP4J's threads, which may do no more than enqueue them.
 */
final class Session implements AutoCloseable {
    private final MonotonicClock clock;
    private final StampingTransport transport;
    private final MPv3 v3;
    private final Snmp snmp;
    private final Peers peers = new Peers();
    private final ScheduledThreadPoolExecutor timers;

    Session(MonotonicClock clock) throws IOException {
        OctetString engineId = new OctetString(Snmp4jSetup.localEngineId());
        this.clock = clock;
        this.transport = new StampingTransport(clock);
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.maxCompatibility);
        // Counters of its own: SNMP4J's shared ones would keep this session reachable after it is closed.
        CounterSupport counters = new Uncounted();
        USM usm = new USM(protocols, engineId, 0, counters);
        SecurityModels models = new SecurityModels().addSecurityModel(usm);
        this.v3 = new MPv3(engineId.getValue(), null, protocols, models, counters);
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv2c());
        dispatcher.addMessageProcessingModel(v3);
        this.snmp = new StampingSnmp(dispatcher, transport);
        this.timers = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "kerbstone-snmp-timer");
            made.setDaemon(true);
            return made;
        });
        timers.setRemoveOnCancelPolicy(true);
        snmp.listen();
    }

    /** Sends a GET, or a GETBULK when there are repetitions; hands over exactly one reply, at the latest when the time is up. */
    void ask(SnmpTarget target, List<Oid> oids, int repetitions, long waitingTimeMs, Consumer<Reply> to) {
        Stamp stamp = new Stamp(clock.nowNs());
        PDU request = pdu(target.access(), oids, repetitions, stamp);
        Exchange exchange = new Exchange(request, stamp, to);
        try {
            exchange.expiry = timers.schedule(exchange::expire, waitingTimeMs, TimeUnit.MILLISECONDS);
            snmp.send(request, peers.of(target).target(), null, exchange);
        } catch (IOException | RuntimeException e) {
            snmp.cancel(request, exchange);
            exchange.tell(null, clock.nowNs(), reason(e));
        }
    }

    /** Notes that the device answered this access with values. */
    void setProven(SnmpTarget target) {
        peers.of(target).setProven();
    }

    /** Whether the device speaks v3 with us, but has never answered this access with values. */
    boolean isHeardButUnproven(SnmpTarget target) {
        return v3.getEngineID(address(target)) != null && !peers.of(target).isProven();
    }

    private static UdpAddress address(SnmpTarget target) {
        return new UdpAddress(target.address(), target.access().port());
    }

    /**
     * Forgets what was learnt of the device's engine, so that the next request learns it again. SNMP4J drops the report
     * with which another device at the same address says that it is not the one we mean (decision 0032).
     */
    void forgetEngine(SnmpTarget target) {
        if (target.access().version() == SnmpAccess.Version.V3 && v3.removeEngineID(address(target)) != null) {
            peers.renew(target);
        }
    }

    /** One request under way; told of by SNMP4J's listening thread or by the timer's, whichever comes first. */
    private final class Exchange implements ResponseListener {
        private final PDU request;
        private final Stamp stamp;
        private final Consumer<Reply> to;
        private final AtomicBoolean isTold = new AtomicBoolean();
        private volatile @Nullable Future<?> expiry;

        Exchange(PDU request, Stamp stamp, Consumer<Reply> to) {
            this.request = request;
            this.stamp = stamp;
            this.to = to;
        }

        @Override
        public <A extends Address> void onResponse(ResponseEvent<A> event) {
            snmp.cancel(request, this);
            PDU response = event.getResponse();
            Exception error = event.getError();
            tell(
                    response,
                    response == null ? clock.nowNs() : transport.receivedAtNs(),
                    error == null ? null : reason(error));
        }

        void expire() {
            snmp.cancel(request, this);
            tell(null, clock.nowNs(), null);
        }

        void tell(@Nullable PDU response, long atNs, @Nullable String unsent) {
            if (isTold.compareAndSet(false, true)) {
                Future<?> timer = expiry;
                if (timer != null) {
                    timer.cancel(false);
                }
                to.accept(new Reply(response, stamp.sentAtNs(), atNs, unsent));
            }
        }
    }

    private static PDU pdu(SnmpAccess access, List<Oid> oids, int repetitions, Stamp stamp) {
        PDU pdu;
        if (access.version() == SnmpAccess.Version.V3) {
            StampingSnmp.ScopedRequest scoped = new StampingSnmp.ScopedRequest(stamp);
            scoped.setContextName(new OctetString(access.contextName()));
            pdu = scoped;
        } else {
            pdu = new StampingSnmp.CommunityRequest(stamp);
        }
        pdu.setType(repetitions == 0 ? PDU.GET : PDU.GETBULK);
        if (repetitions > 0) {
            pdu.setMaxRepetitions(repetitions);
            pdu.setNonRepeaters(0);
        }
        oids.forEach(oid -> pdu.add(new VariableBinding(new OID(oid.toIntArray()))));
        return pdu;
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /** Closes the socket; requests still open get a reply that they were not sent. */
    @Override
    public void close() throws IOException {
        timers.shutdownNow();
        snmp.close();
    }

    /**
     * What became of one request.
     *
     * @param response the answer or report; null when none came
     * @param sentAtNs when the request last left
     * @param atNs when the answer was received, or its absence noticed
     * @param unsent why it could not be sent; null when it was
     */
    record Reply(@Nullable PDU response, long sentAtNs, long atNs, @Nullable String unsent) {}

    /** Throws SNMP4J's own counters away. */
    private static final class Uncounted extends CounterSupport {
        @Override
        public void fireIncrementCounter(CounterEvent event) {}
    }
}
