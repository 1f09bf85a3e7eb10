package io.kerbstone.web;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.WallClock;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.security.SecureRandom;

/**
 * A question to a time server (RFC 5905, client mode). The delay of the observation is the one by the four stamps, without
 * the time the server took. Owned by the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class NtpProbe extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String[] LEAPS = {"none", "insert", "delete", "unsynchronised"};

    private final Attempt attempt;
    private final WallClock wall;
    private final long nonce = RANDOM.nextLong();
    private long sentUnixNs;

    private NtpProbe(Attempt attempt, WallClock wall) {
        this.attempt = attempt;
        this.wall = wall;
    }

    static ChannelFuture start(Attempt attempt, ProbeOptions.Ntp options, Sockets sockets, WallClock wall) {
        return sockets.open(attempt, options.port(), new NtpProbe(attempt, wall));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var question = NtpPacket.question(nonce);
        attempt.sending();
        sentUnixNs = wall.nowUnixNs();
        context.writeAndFlush(question).addListener(written -> {
            if (!written.isSuccess()) {
                attempt.notMeasured(NotMeasuredReason.NOT_SENT);
                context.close();
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        long roundTripNs = attempt.nowNs() - attempt.sentAtNs();
        if (NtpPacket.originOf(datagram.content()) != nonce) {
            attempt.counters().addForeign();
            return;
        }
        judge(NtpPacket.read(datagram.content()), roundTripNs);
        context.close();
    }

    private void judge(NtpPacket answer, long roundTripNs) {
        if (answer.mode() != NtpPacket.SERVER || answer.version() < 1 || answer.version() > 4) {
            attempt.invalid("problem", "mode " + answer.mode() + ", version " + answer.version());
            return;
        }
        attempt.facts().number("ntp/stratum", "", answer.stratum()).text("ntp/leap", LEAPS[answer.leap()]);
        if (!answer.kissCode().isEmpty()) {
            attempt.facts().text("ntp/kiss", answer.kissCode());
            attempt.lost(LossReason.REFUSED);
        } else if (!answer.isSynchronised()) {
            attempt.invalid("problem", "the server's own clock is not synchronised");
        } else if (answer.receive() == 0 || NtpPacket.differenceNs(answer.transmit(), answer.receive()) < 0) {
            attempt.invalid("problem", "the server's stamps contradict each other");
        } else {
            NtpFigures figures = NtpFigures.of(answer, sentUnixNs, roundTripNs);
            attempt.facts()
                    .seconds("ntp/offset", figures.offsetNs())
                    .seconds("ntp/offsetError", figures.errorNs())
                    .seconds("ntp/rootDelay", answer.rootDelayNs())
                    .seconds("ntp/rootDispersion", answer.rootDispersionNs());
            attempt.replied(figures.delayNs());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Sockets.isUnreachable(cause)) {
            attempt.lost(LossReason.UNREACHABLE);
        } else {
            attempt.invalid("problem", String.valueOf(cause.getMessage()));
        }
        context.close();
    }
}
