package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.SigningSuite;
import java.util.List;

/** Bodies of messages as CBOR maps ({@code docs/wire-format.md}, "Messages"). Stateless. */
final class MessageBodies {
    private static final long MAX = Long.MAX_VALUE;

    private MessageBodies() {}

    static byte[] encode(Message message) {
        if (message instanceof Message.FrameMessage m) {
            return map(1, m.frame().length).key(1).bytes(m.frame()).endMap().toBytes();
        }
        if (message instanceof Message.Hello m) {
            return encodeHello(m);
        }
        if (message instanceof Message.Welcome m) {
            CborOut out = map(4, 64).key(1).number(m.protocolVersion());
            ranges(m.stored(), out.key(2));
            return out.key(3)
                    .number(m.collectorUnixNs())
                    .key(4)
                    .number(m.credit())
                    .endMap()
                    .toBytes();
        }
        if (message instanceof Message.Ack m) {
            CborOut out = map(2, 64).key(1).bytes(m.epoch().bytes());
            ranges(m.ranges(), out.key(2));
            return out.endMap().toBytes();
        }
        if (message instanceof Message.TimeRequest m) {
            return map(1, 16).key(1).number(m.sentAtNs()).endMap().toBytes();
        }
        if (message instanceof Message.TimeReply m) {
            return map(3, 32)
                    .key(1)
                    .number(m.sentAtNs())
                    .key(2)
                    .number(m.receivedUnixNs())
                    .key(3)
                    .number(m.sentUnixNs())
                    .endMap()
                    .toBytes();
        }
        return encodeRare(message);
    }

    private static byte[] encodeHello(Message.Hello m) {
        return map(8, 160)
                .key(1)
                .number(m.protocolVersion())
                .key(2)
                .text(m.agentId())
                .key(3)
                .bytes(m.epoch().bytes())
                .key(4)
                .number(m.firstSequence())
                .key(5)
                .number(m.nextSequence())
                .key(6)
                .number(m.configVersion())
                .key(7)
                .text(Texts.clip(m.softwareVersion(), MessageLimits.VERSION_CHARS_MAX))
                .key(8)
                .text(Texts.clip(m.bootId(), FrameLimits.BOOT_ID_CHARS_MAX))
                .endMap()
                .toBytes();
    }

    private static byte[] encodeRare(Message message) {
        if (message instanceof Message.ConfigMessage m) {
            return map(2, m.document().length() + 16)
                    .key(1)
                    .number(m.version())
                    .key(2)
                    .text(m.document())
                    .endMap()
                    .toBytes();
        }
        if (message instanceof Message.ConfigApplied m) {
            List<String> mistakes =
                    m.mistakes().stream().limit(MessageLimits.MISTAKES_MAX).toList();
            CborOut out = map(2, 64).key(1).number(m.version()).key(2).array(mistakes.size());
            mistakes.forEach(mistake -> out.text(Texts.clip(mistake, MessageLimits.SENTENCE_CHARS_MAX)));
            return out.endArray().endMap().toBytes();
        }
        if (message instanceof Message.Credit m) {
            return map(1, 16).key(1).number(m.frames()).endMap().toBytes();
        }
        if (message instanceof Message.Refused m) {
            return map(3, 64)
                    .key(1)
                    .number(m.code().code())
                    .key(2)
                    .text(Texts.clip(m.sentence(), MessageLimits.SENTENCE_CHARS_MAX))
                    .key(3)
                    .number(m.sequence())
                    .endMap()
                    .toBytes();
        }
        if (message instanceof Message.Enrol m) {
            return map(5, 512)
                    .key(1)
                    .bytes(m.tokenSecret())
                    .key(2)
                    .text(Texts.clip(m.name(), MessageLimits.NAME_CHARS_MAX))
                    .key(3)
                    .bytes(m.csr())
                    .key(4)
                    .bytes(m.signingKey())
                    .key(5)
                    .bytes(m.proof())
                    .endMap()
                    .toBytes();
        }
        if (message instanceof Message.Enrolled m) {
            return map(3, 2048)
                    .key(1)
                    .text(m.agentId())
                    .key(2)
                    .bytes(m.certificate())
                    .key(3)
                    .bytes(m.ca())
                    .endMap()
                    .toBytes();
        }
        throw new IllegalStateException("BUG: no encoding for message type " + message.type());
    }

    private static CborOut map(int keys, int expectedBytes) {
        return new CborOut(expectedBytes + 16).map(keys);
    }

    private static void ranges(SequenceRanges ranges, CborOut out) {
        SequenceRanges written = ranges.first(SequenceRanges.RANGES_MAX);
        out.array(2 * written.ranges().size());
        long end = 0;
        for (SequenceRanges.Range range : written.ranges()) {
            out.number(range.from() - end).number(range.count());
            end = range.to();
        }
        out.endArray();
    }

    static Message decode(int type, byte[] body) throws WireException {
        return switch (type) {
            case Message.Hello.TYPE -> decodeHello(Fields.read(body));
            case Message.Welcome.TYPE -> decodeWelcome(Fields.read(body));
            case Message.FrameMessage.TYPE ->
                new Message.FrameMessage(Fields.read(body).bytes(1, FrameLimits.DEFAULT.frameBytes()));
            case Message.Ack.TYPE -> decodeAck(Fields.read(body));
            case Message.TimeRequest.TYPE ->
                new Message.TimeRequest(Fields.read(body).number(1));
            case Message.TimeReply.TYPE -> decodeTimeReply(Fields.read(body));
            case Message.ConfigMessage.TYPE -> decodeConfig(Fields.read(body));
            case Message.ConfigApplied.TYPE -> decodeConfigApplied(Fields.read(body));
            case Message.Credit.TYPE ->
                new Message.Credit((int) Fields.read(body).number(1, 0, MessageLimits.CREDIT_MAX));
            case Message.Refused.TYPE -> decodeRefused(Fields.read(body));
            case Message.Enrol.TYPE -> decodeEnrol(Fields.read(body));
            case Message.Enrolled.TYPE -> decodeEnrolled(Fields.read(body));
            default -> throw WireException.unsupported("message type " + type + " is unknown to this version");
        };
    }

    private static Message decodeHello(Fields f) throws WireException {
        long firstSequence = f.number(4, 1, MAX);
        return new Message.Hello(
                version(f),
                id(f.text(2, FrameLimits.ID_CHARS_MAX)),
                Epoch.of(f.bytesOf(3, Epoch.BYTES)),
                firstSequence,
                f.number(5, firstSequence, MAX),
                f.number(6, 0, MAX),
                f.text(7, MessageLimits.VERSION_CHARS_MAX),
                f.text(8, FrameLimits.BOOT_ID_CHARS_MAX));
    }

    private static int version(Fields f) throws WireException {
        return (int) f.number(1, 1, Integer.MAX_VALUE);
    }

    private static String id(String text) throws WireException {
        if (!Certificates.isId(text)) {
            throw WireException.malformed("an agent id has other characters than letters, digits, . _ -");
        }
        return text;
    }

    private static Message decodeWelcome(Fields f) throws WireException {
        int credit = (int) f.number(4, 0, MessageLimits.CREDIT_MAX);
        return new Message.Welcome(version(f), f.ranges(2), f.number(3), credit);
    }

    private static Message decodeAck(Fields f) throws WireException {
        return new Message.Ack(Epoch.of(f.bytesOf(1, Epoch.BYTES)), f.ranges(2));
    }

    private static Message decodeTimeReply(Fields f) throws WireException {
        return new Message.TimeReply(f.number(1), f.number(2), f.number(3));
    }

    private static Message decodeConfig(Fields f) throws WireException {
        return new Message.ConfigMessage(f.number(1, 0, MAX), f.text(2, MessageLimits.DOCUMENT_CHARS_MAX));
    }

    private static Message decodeConfigApplied(Fields f) throws WireException {
        return new Message.ConfigApplied(f.number(1, 0, MAX), f.texts(2, MessageLimits.MISTAKES_MAX));
    }

    private static Message decodeRefused(Fields f) throws WireException {
        return new Message.Refused(
                Message.Refused.Code.of(f.number(1)), f.text(2, MessageLimits.SENTENCE_CHARS_MAX), f.number(3, 0, MAX));
    }

    private static Message decodeEnrol(Fields f) throws WireException {
        return new Message.Enrol(
                f.bytesOf(1, EnrolmentToken.SECRET_BYTES),
                f.text(2, MessageLimits.NAME_CHARS_MAX),
                f.bytes(3, MessageLimits.CSR_BYTES_MAX),
                f.bytesOf(4, SigningSuite.ED25519.publicKeyBytes()),
                f.bytesOf(5, SigningSuite.ED25519.signatureBytes()));
    }

    private static Message decodeEnrolled(Fields f) throws WireException {
        return new Message.Enrolled(
                id(f.text(1, FrameLimits.ID_CHARS_MAX)),
                f.bytes(2, MessageLimits.CERTIFICATE_BYTES_MAX),
                f.bytes(3, MessageLimits.CERTIFICATE_BYTES_MAX));
    }
}
