package io.kerbstone.stamp;

import io.kerbstone.settings.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Between the bytes of test packets and their fields, in one mode. Whatever the bytes, reading ends with a
 * {@link Decoding}. Owned by one thread.
 */
public final class PacketCodec {
    /** Longest packet read or written. */
    public static final int BYTES_MAX = 1_472;

    private final Mode mode;
    private final Optional<StampKey> key;

    /** Authenticated with a key, open without. */
    public PacketCodec(Secret secret) {
        mode = secret.isEmpty() ? Mode.OPEN : Mode.AUTHENTICATED;
        key = secret.isEmpty() ? Optional.empty() : Optional.of(new StampKey(secret));
    }

    /** Its mode. */
    public Mode mode() {
        return mode;
    }

    /** A sender's packet of so many octets, from the mode's base to {@link #BYTES_MAX}. */
    public byte[] encode(SenderPacket packet, int bytes) {
        byte[] to = new byte[bytes];
        ByteBuffer view = ByteBuffer.wrap(to);
        view.putInt(0, packet.sequence());
        view.putLong(mode.timestampAt(), packet.timestamp());
        view.putShort(mode.errorEstimateAt(), (short) packet.errorEstimate());
        view.putShort(mode.sessionIdAt(), (short) packet.sessionId());
        Extensions.pad(to, mode.baseBytes(), bytes);
        authenticate(to);
        return to;
    }

    /** A reflected packet with what followed the sender's base packet, as long as the sender's. */
    public byte[] encode(ReflectedPacket packet, byte[] request) {
        byte[] to = request.clone();
        Arrays.fill(to, 0, Math.min(mode.baseBytes(), to.length), (byte) 0);
        ByteBuffer view = ByteBuffer.wrap(to);
        view.putInt(0, packet.sequence());
        view.putLong(mode.timestampAt(), packet.timestamp());
        view.putShort(mode.errorEstimateAt(), (short) packet.errorEstimate());
        view.putShort(mode.sessionIdAt(), (short) packet.sessionId());
        view.putLong(mode.receiveTimestampAt(), packet.receiveTimestamp());
        view.putInt(mode.senderSequenceAt(), packet.senderSequence());
        view.putLong(mode.senderTimestampAt(), packet.senderTimestamp());
        view.putShort(mode.senderErrorEstimateAt(), (short) packet.senderErrorEstimate());
        view.put(mode.senderTtlAt(), (byte) packet.senderTtl());
        Extensions.reflect(to, mode.baseBytes(), to.length, key, Arrays.copyOf(request, Integer.BYTES));
        authenticate(to);
        return to;
    }

    /** Reads what should be a sender's packet. */
    public Decoding<SenderPacket> decodeSender(byte[] bytes) {
        return problem(bytes).<Decoding<SenderPacket>>map(Decoding.Bad::new).orElseGet(() -> {
            ByteBuffer view = ByteBuffer.wrap(bytes);
            return new Decoding.Good<>(new SenderPacket(
                    view.getInt(0),
                    view.getLong(mode.timestampAt()),
                    view.getShort(mode.errorEstimateAt()) & 0xFFFF,
                    view.getShort(mode.sessionIdAt()) & 0xFFFF));
        });
    }

    /** Reads what should be a reflector's packet. */
    public Decoding<ReflectedPacket> decodeReflected(byte[] bytes) {
        return problem(bytes).<Decoding<ReflectedPacket>>map(Decoding.Bad::new).orElseGet(() -> {
            ByteBuffer view = ByteBuffer.wrap(bytes);
            return new Decoding.Good<>(new ReflectedPacket(
                    view.getInt(0),
                    view.getLong(mode.timestampAt()),
                    view.getShort(mode.errorEstimateAt()) & 0xFFFF,
                    view.getShort(mode.sessionIdAt()) & 0xFFFF,
                    view.getLong(mode.receiveTimestampAt()),
                    view.getInt(mode.senderSequenceAt()),
                    view.getLong(mode.senderTimestampAt()),
                    view.getShort(mode.senderErrorEstimateAt()) & 0xFFFF,
                    view.get(mode.senderTtlAt()) & 0xFF));
        });
    }

    /** Limits first, then the hash; fields are read of neither too long nor forged packets. */
    private Optional<Decoding.Problem> problem(byte[] bytes) {
        if (bytes.length < mode.leastBytes()) {
            return Optional.of(Decoding.Problem.TOO_SHORT);
        }
        if (bytes.length > BYTES_MAX) {
            return Optional.of(Decoding.Problem.TOO_LONG);
        }
        return key.filter(known -> !isAuthentic(known, bytes)).map(known -> Decoding.Problem.NOT_AUTHENTIC);
    }

    private static boolean isAuthentic(StampKey key, byte[] bytes) {
        key.update(bytes, 0, Mode.HMAC_AT);
        return key.isTag(bytes, Mode.HMAC_AT);
    }

    private void authenticate(byte[] packet) {
        key.ifPresent(known -> {
            known.update(packet, 0, Mode.HMAC_AT);
            known.writeTag(packet, Mode.HMAC_AT);
        });
    }
}
