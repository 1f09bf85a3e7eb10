package io.kerbstone.icmp;

import io.kerbstone.linux.EchoListener;
import io.kerbstone.linux.EchoPacket;
import io.kerbstone.linux.Family;
import io.kerbstone.linux.IcmpSocket;
import io.kerbstone.linux.IcmpSocketOpening;
import io.kerbstone.linux.IcmpSocketSettings;
import io.kerbstone.linux.SocketPoller;
import java.net.InetAddress;
import java.util.List;

/** Answers IPv4 echo requests on loopback as a scenario wants it, where the kernel was told not to. */
final class Responder implements EchoListener, AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    private final IcmpSocket socket;
    private final SocketPoller poller;
    private int taken;
    private int identifier;
    private int sequence;
    private byte[] payload = {};

    Responder() {
        IcmpSocketSettings settings = new IcmpSocketSettings(
                IcmpSocketSettings.Role.RESPONDER, IcmpSocketSettings.Wanted.RAW, 2_000, 1, 1 << 20, false);
        socket = ((IcmpSocketOpening.Opened) IcmpSocket.open(Family.IPV4, settings)).socket();
        poller = new SocketPoller(List.of(socket));
    }

    /** Waits for the next request. */
    void take() {
        int before = taken;
        while (taken == before) {
            poller.await(SECOND);
            socket.readReplies(this);
        }
    }

    /** Answers the request taken last, always from 127.0.0.1; with the byte at a position of the payload changed, or 0 for none changed. */
    void reply(int changedAt) {
        if (changedAt > 0) {
            payload[changedAt] ^= 1;
        }
        send(payload.length);
        if (changedAt > 0) {
            payload[changedAt] ^= 1;
        }
    }

    /** Answers with a byte less, or one more when there is none. */
    void replyCut() {
        send(payload.length == 0 ? 1 : payload.length - 1);
    }

    private void send(int length) {
        for (int i = 0; i < payload.length; i++) {
            socket.payload().put(i, payload[i]);
        }
        int errno = socket.send(InetAddress.getLoopbackAddress(), identifier, sequence, length);
        if (errno != 0) {
            throw new AssertionError("reply not sent: " + errno);
        }
    }

    @Override
    public void onBatch(int packets) {}

    @Override
    public void onReply(IcmpSocket from, EchoPacket request) {
        taken++;
        identifier = request.identifier();
        sequence = request.sequence();
        payload = new byte[request.payloadBytes()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = request.payloadByte(i);
        }
    }

    @Override
    public void onSendStamp(IcmpSocket from, int sendKey, long stampUnixNs) {}

    @Override
    public void onError(IcmpSocket from, EchoPacket request, int type, int code) {}

    @Override
    public void close() {
        socket.close();
    }
}
