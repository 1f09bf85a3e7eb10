package io.kerbstone.web;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.settings.ProbeOptions;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One question to a name server by UDP (RFC 1035), recursion desired, without EDNS, with an id and a port of its own. An
 * answer with another id or question is not ours: it is counted, and the probe waits on. Owned by the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class DnsProbe extends SimpleChannelInboundHandler<DatagramDnsResponse> {
    /** Most records that are told as a fact. */
    static final int RECORDS_TOLD_MAX = 8;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BOUND = 1 << 16;
    private static final int HEADER_BYTES = 12;
    private static final int ANSWER_BIT = 0x80;

    private final Attempt attempt;
    private final ProbeOptions.Dns options;
    private final DnsRecordType type;
    private final int id = RANDOM.nextInt(ID_BOUND);
    private long answeredNs;

    DnsProbe(Attempt attempt, ProbeOptions.Dns options) {
        this.attempt = attempt;
        this.options = options;
        this.type = DnsRecordType.valueOf(options.type().name());
    }

    static ChannelFuture start(Attempt attempt, ProbeOptions.Dns options, Sockets sockets) {
        DnsProbe probe = new DnsProbe(attempt, options);
        return sockets.open(
                attempt,
                options.port(),
                probe.new Stamps(),
                new DatagramDnsQueryEncoder(),
                new DatagramDnsResponseDecoder(new RecordTexts()),
                probe);
    }

    int id() {
        return id;
    }

    /** Takes the stamp before anything is decoded, and lets nothing through that is not an answer with our id. */
    private final class Stamps extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            answeredNs = attempt.nowNs();
            DatagramPacket datagram = (DatagramPacket) message;
            if (isOurs(datagram)) {
                context.fireChannelRead(datagram);
            } else {
                datagram.release();
                attempt.counters().addForeign();
            }
        }

        private boolean isOurs(DatagramPacket datagram) {
            int at = datagram.content().readerIndex();
            return datagram.content().readableBytes() >= HEADER_BYTES
                    && datagram.content().getUnsignedShort(at) == id
                    && (datagram.content().getByte(at + 2) & ANSWER_BIT) != 0;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress server = (InetSocketAddress) context.channel().remoteAddress();
        DatagramDnsQuery query = new DatagramDnsQuery(null, server, id, DnsOpCode.QUERY);
        query.setRecursionDesired(true);
        query.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(options.query(), type));
        attempt.sending();
        context.writeAndFlush(query).addListener(written -> {
            if (!written.isSuccess()) {
                attempt.notMeasured(NotMeasuredReason.NOT_SENT);
                context.close();
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsResponse answer) {
        if (isToOurQuestion(answer)) {
            judge(answer);
            context.close();
        } else {
            attempt.counters().addForeign();
        }
    }

    private boolean isToOurQuestion(DatagramDnsResponse answer) {
        if (answer.count(DnsSection.QUESTION) != 1) {
            return false;
        }
        DnsQuestion asked = answer.recordAt(DnsSection.QUESTION);
        return asked.type().equals(type)
                && asked.dnsClass() == DnsRecord.CLASS_IN
                && plain(asked.name()).equals(plain(options.query()));
    }

    private void judge(DatagramDnsResponse answer) {
        DnsResponseCode code = answer.code();
        attempt.facts()
                .text("dns/rcode", code.toString().replaceFirst("\\(.*", "").toUpperCase(Locale.ROOT))
                .flag("dns/truncated", answer.isTruncated());
        List<String> records = records(answer);
        attempt.facts().text("dns/records", told(records));
        if (code.equals(DnsResponseCode.REFUSED)) {
            attempt.lost(LossReason.REFUSED);
        } else if (!code.equals(DnsResponseCode.NOERROR)) {
            attempt.lost(LossReason.INVALID_REPLY);
        } else if (!options.answer().isEmpty() && !records.contains(plain(options.answer()))) {
            attempt.invalid("problem", "no record reads " + options.answer());
        } else {
            attempt.replied(answeredNs - attempt.sentAtNs());
        }
    }

    /** The records of the asked type, as text, in an order of their own: servers like to rotate them. */
    private List<String> records(DatagramDnsResponse answer) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < answer.count(DnsSection.ANSWER); i++) {
            if (answer.recordAt(DnsSection.ANSWER, i) instanceof RecordTexts.Text record
                    && record.type().equals(type)) {
                texts.add(plain(record.text()));
            }
        }
        texts.sort(null);
        return texts;
    }

    private static String told(List<String> records) {
        String some = String.join(", ", records.subList(0, Math.min(records.size(), RECORDS_TOLD_MAX)));
        return records.size() <= RECORDS_TOLD_MAX ? some : some + ", and " + (records.size() - RECORDS_TOLD_MAX);
    }

    /** Names are the same in any case, with the final dot or without. */
    private static String plain(String name) {
        String low = name.toLowerCase(Locale.ROOT);
        return low.endsWith(".") && low.length() > 1 ? low.substring(0, low.length() - 1) : low;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Sockets.isUnreachable(cause)) {
            attempt.lost(LossReason.UNREACHABLE);
        } else {
            attempt.invalid("problem", "malformed: " + cause.getMessage());
        }
        context.close();
    }
}
