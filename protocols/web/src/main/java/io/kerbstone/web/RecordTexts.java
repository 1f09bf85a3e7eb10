package io.kerbstone.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.AbstractDnsRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Records of DNS as the text people write them in (RFC 1035, section 5.1, and as {@code dig +short} prints them). A record of
 * a type nobody can ask for reads as nothing. Stateless.
 */
final class RecordTexts extends DefaultDnsRecordDecoder {
    /** A record that reads so. */
    static final class Text extends AbstractDnsRecord {
        private final String text;

        Text(String name, DnsRecordType type, int dnsClass, long timeToLive, String text) {
            super(name, type, dnsClass, timeToLive);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    @Override
    protected DnsRecord decodeRecord(
            String name, DnsRecordType type, int dnsClass, long timeToLive, ByteBuf in, int offset, int length) {
        // The whole message up to the record's end: names point back into it.
        ByteBuf data = in.duplicate().setIndex(offset, offset + length);
        return new Text(name, type, dnsClass, timeToLive, text(type, data));
    }

    private static String text(DnsRecordType type, ByteBuf data) {
        return switch (type.name()) {
            case "A" -> address(data, 4);
            case "AAAA" -> address(data, 16);
            case "CNAME", "NS", "PTR" -> decodeName(data);
            case "MX" -> data.readUnsignedShort() + " " + decodeName(data);
            case "SRV" ->
                data.readUnsignedShort() + " " + data.readUnsignedShort() + " " + data.readUnsignedShort() + " "
                        + decodeName(data);
            case "SOA" -> soa(data);
            case "TXT" -> strings(data);
            default -> "";
        };
    }

    private static String address(ByteBuf data, int bytes) {
        if (data.readableBytes() != bytes) {
            throw new CorruptedFrameException("an address of " + data.readableBytes() + " bytes");
        }
        byte[] address = new byte[bytes];
        data.readBytes(address);
        return NetUtil.bytesToIpAddress(address);
    }

    private static String soa(ByteBuf data) {
        StringJoiner fields = new StringJoiner(" ").add(decodeName(data)).add(decodeName(data));
        for (int i = 0; i < 5; i++) {
            fields.add(Long.toString(data.readUnsignedInt()));
        }
        return fields.toString();
    }

    private static String strings(ByteBuf data) {
        StringBuilder text = new StringBuilder();
        while (data.isReadable()) {
            text.append(data.readCharSequence(data.readUnsignedByte(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
