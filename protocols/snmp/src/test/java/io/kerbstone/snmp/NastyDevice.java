package io.kerbstone.snmp;

import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Function;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** A device that answers whatever a function makes of the request; null is no answer. */
final class NastyDevice implements AutoCloseable {
    private final Snmp snmp;
    private final int port;

    private NastyDevice(Snmp snmp, int port) {
        this.snmp = snmp;
        this.port = port;
    }

    static NastyDevice answering(Function<PDU, PDU> answers) throws IOException {
        DefaultUdpTransportMapping transport =
                new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getLoopbackAddress(), 0));
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv2c());
        Snmp snmp = new Snmp(dispatcher, transport);
        snmp.addCommandResponder(new CommandResponder() {
            @Override
            public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
                PDU answer = answers.apply(event.getPDU());
                if (answer != null) {
                    answer.setType(PDU.RESPONSE);
                    answer.setRequestID(event.getPDU().getRequestID());
                    send(event, answer);
                }
            }
        });
        snmp.listen();
        return new NastyDevice(snmp, transport.getListenAddress().getPort());
    }

    private static <A extends Address> void send(CommandResponderEvent<A> event, PDU answer) {
        try {
            event.getMessageDispatcher()
                    .returnResponsePdu(
                            event.getMessageProcessingModel(),
                            event.getSecurityModel(),
                            event.getSecurityName(),
                            event.getSecurityLevel(),
                            answer,
                            event.getMaxSizeResponsePDU(),
                            event.getStateReference(),
                            new StatusInformation());
        } catch (MessageException e) {
            throw new IllegalStateException(e);
        }
    }

    SnmpTarget target() {
        return new SnmpTarget(InetAddress.getLoopbackAddress(), SnmpAccess.v2c(port, Secret.of("x")));
    }

    @Override
    public void close() throws IOException {
        snmp.close();
    }
}
