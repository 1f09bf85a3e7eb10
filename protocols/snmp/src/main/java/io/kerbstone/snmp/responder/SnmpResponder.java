package io.kerbstone.snmp.responder;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.snmp.Snmp4jSetup;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * One device, or several with a community each, played from a {@link Recording}: answers GET, GETNEXT and GETBULK by v2c; anything else gets no answer. What
 * the recording says moves, moves from the moment of opening. Answers on SNMP4J's listening
 * thread; safe for many threads.
 */
public final class SnmpResponder implements AutoCloseable {
    /**
     * Most bytes of values in one answer, as on a device behind Ethernet: a GETBULK gives fewer rows, anything else is
     * tooBig (RFC 3416, section 4.2).
     */
    static final int VALUE_BYTES_MAX = 1_400;

    /** Most values put together for one request: more than fit {@link #VALUE_BYTES_MAX}. */
    private static final int VALUES_MAX = 256;

    private final Map<String, Recording> recordings;
    private final MonotonicClock clock;
    private final long openedAtNs;
    private final BooleanSupplier answers;
    private final Snmp snmp;
    private final InetSocketAddress address;

    private SnmpResponder(Config config, MonotonicClock clock) throws IOException {
        Snmp4jSetup.localEngineId();
        this.recordings = config.recordings();
        this.answers = config.answers();
        this.clock = clock;
        this.openedAtNs = clock.nowNs();
        DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping(
                new UdpAddress(config.address().getAddress(), config.address().getPort()));
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv2c());
        this.snmp = new Snmp(dispatcher, transport);
        snmp.addCommandResponder(new CommandResponder() {
            @Override
            public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
                answer(event);
            }
        });
        snmp.listen();
        this.address = new InetSocketAddress(
                config.address().getAddress(), transport.getListenAddress().getPort());
    }

    /**
     * What to play and where.
     *
     * @param recordings the device that answers to each community; no other community is answered
     * @param address where to listen; port 0 for a free one
     * @param answers whether the device answers at the moment, so that a rig can make it fall silent
     */
    public record Config(Map<String, Recording> recordings, InetSocketAddress address, BooleanSupplier answers) {
        /** Copies the map. */
        public Config {
            recordings = Map.copyOf(recordings);
        }

        /** One device that always answers, on a free port of the loopback interface. */
        public static Config onLoopback(Recording recording, String community) {
            return new Config(
                    Map.of(community, recording),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    () -> true);
        }
    }

    /** Starts to answer; throws IOException when the port is taken or not allowed. */
    public static SnmpResponder open(Config config, MonotonicClock clock) throws IOException {
        return new SnmpResponder(config, clock);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    private <A extends Address> void answer(CommandResponderEvent<A> event) {
        PDU request = event.getPDU();
        Recording recording = recordings.get(new String(event.getSecurityName(), StandardCharsets.UTF_8));
        if (request == null || recording == null || !answers.getAsBoolean()) {
            return;
        }
        PDU response = new PDU();
        response.setType(PDU.RESPONSE);
        response.setRequestID(request.getRequestID());
        int bytes = 0;
        for (Varbind value : values(recording, request)) {
            VariableBinding binding = new VariableBinding(new OID(value.oid().toIntArray()), variable(value));
            bytes += binding.getBERLength();
            if (bytes > VALUE_BYTES_MAX) {
                cutShort(request, response);
                break;
            }
            response.add(binding);
        }
        event.setProcessed(true);
        send(event, response);
    }

    private static void cutShort(PDU request, PDU response) {
        if (request.getType() != PDU.GETBULK || response.size() == 0) {
            response.clear();
            response.setRequestID(request.getRequestID());
            response.setErrorStatus(PDU.tooBig);
        }
    }

    private static <A extends Address> void send(CommandResponderEvent<A> event, PDU response) {
        try {
            event.getMessageDispatcher()
                    .returnResponsePdu(
                            event.getMessageProcessingModel(),
                            event.getSecurityModel(),
                            event.getSecurityName(),
                            event.getSecurityLevel(),
                            response,
                            event.getMaxSizeResponsePDU(),
                            event.getStateReference(),
                            new StatusInformation());
        } catch (MessageException e) {
            // As a device does whose answer cannot be sent: it says nothing, and the asker's waiting time runs out.
            event.setProcessed(false);
        }
    }

    private List<Varbind> values(Recording recording, PDU request) {
        long elapsedMs = (clock.nowNs() - openedAtNs) / 1_000_000;
        List<Oid> asked = request.getVariableBindings().stream()
                .map(binding -> Oid.of(binding.getOid().getValue()))
                .toList();
        List<Varbind> values = new ArrayList<>();
        if (request.getType() == PDU.GET) {
            asked.forEach(oid -> values.add(get(recording, oid, elapsedMs)));
            return values;
        }
        int repetitions = request.getType() == PDU.GETBULK ? Math.max(0, request.getMaxRepetitions()) : 1;
        int once = request.getType() == PDU.GETBULK ? Math.min(asked.size(), request.getNonRepeaters()) : 0;
        asked.subList(0, once).forEach(oid -> values.add(next(recording, oid, elapsedMs)));
        List<Oid> cursors = new ArrayList<>(asked.subList(once, asked.size()));
        for (int row = 0; row < repetitions && values.size() + cursors.size() <= VALUES_MAX; row++) {
            for (int i = 0; i < cursors.size(); i++) {
                Varbind value = next(recording, cursors.get(i), elapsedMs);
                values.add(value);
                cursors.set(i, value.oid());
            }
        }
        return values;
    }

    private static Varbind get(Recording recording, Oid oid, long elapsedMs) {
        return recording.get(oid, elapsedMs).orElseGet(() -> Varbind.ofNumber(oid, Varbind.Type.NO_SUCH_INSTANCE, 0));
    }

    private static Varbind next(Recording recording, Oid oid, long elapsedMs) {
        return recording.next(oid, elapsedMs).orElseGet(() -> Varbind.ofNumber(oid, Varbind.Type.END_OF_MIB_VIEW, 0));
    }

    private static Variable variable(Varbind value) {
        return switch (value.type()) {
            case INTEGER -> new Integer32((int) value.number());
            case COUNTER32 -> new Counter32(value.number() & 0xFFFF_FFFFL);
            case GAUGE32 -> new Gauge32(value.number() & 0xFFFF_FFFFL);
            case TIME_TICKS -> new TimeTicks(value.number() & 0xFFFF_FFFFL);
            case COUNTER64 -> new Counter64(value.number());
            case OCTETS -> new OctetString(value.bytes());
            case OPAQUE -> new Opaque(value.bytes());
            case OBJECT_ID -> new OID(Oid.parse(value.text()).toIntArray());
            case IP_ADDRESS -> new IpAddress(value.bytes());
            case NULL -> Null.instance;
            case NO_SUCH_OBJECT -> Null.noSuchObject;
            case NO_SUCH_INSTANCE -> Null.noSuchInstance;
            case END_OF_MIB_VIEW -> Null.endOfMibView;
        };
    }

    /** Stops answering and closes the socket. */
    @Override
    public void close() throws IOException {
        snmp.close();
    }
}
