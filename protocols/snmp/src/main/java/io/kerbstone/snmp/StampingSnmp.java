package io.kerbstone.snmp;

import io.kerbstone.snmp.StampingTransport.Stamp;
import java.io.IOException;
import org.snmp4j.MessageDispatcher;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.TransportMapping;
import org.snmp4j.mp.PduHandle;
import org.snmp4j.mp.PduHandleCallback;
import org.snmp4j.smi.Address;

/**
 * SNMP4J's session that notes in each request when it last left. By v3 one request may leave up to three times (engine
 * discovery, time, the request itself: RFC 3414, section 4); the round trip counts from the last.
 */
final class StampingSnmp extends Snmp {
    private final StampingTransport transport;

    StampingSnmp(MessageDispatcher dispatcher, StampingTransport transport) {
        super(dispatcher, transport);
        this.transport = transport;
    }

    @Override
    protected <A extends Address> PduHandle sendMessage(
            PDU pdu, Target<A> target, TransportMapping<? super A> over, PduHandleCallback<PDU> callback)
            throws IOException {
        if (pdu instanceof Stamped stamped) {
            transport.stampInto(stamped.stamp());
        }
        try {
            return super.sendMessage(pdu, target, over, callback);
        } finally {
            transport.stampInto(null);
        }
    }

    /** A request that carries its stamp. */
    interface Stamped {
        Stamp stamp();
    }

    /** A request by v2c. */
    @SuppressWarnings("serial") // SNMP4J's PDU is Serializable; nobody serialises one
    static final class CommunityRequest extends PDU implements Stamped {
        private final transient Stamp stamp;

        CommunityRequest(Stamp stamp) {
            this.stamp = stamp;
        }

        @Override
        public Stamp stamp() {
            return stamp;
        }
    }

    /** A request by v3. */
    @SuppressWarnings("serial")
    static final class ScopedRequest extends ScopedPDU implements Stamped {
        private final transient Stamp stamp;

        ScopedRequest(Stamp stamp) {
            this.stamp = stamp;
        }

        @Override
        public Stamp stamp() {
            return stamp;
        }
    }
}
