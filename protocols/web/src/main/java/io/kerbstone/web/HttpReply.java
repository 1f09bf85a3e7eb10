package io.kerbstone.web;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.settings.ProbeOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.Locale;

/** One reply as it comes in: status, then as much of the body as there is room for. Owned by the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class HttpReply extends SimpleChannelInboundHandler<HttpObject> {
    /** Most bytes of a body that are read; what follows is cut off. */
    static final int BODY_BYTES_MAX = 65_536;

    private final Attempt attempt;
    private final ProbeOptions.Http options;
    private final long requestedNs;
    private final TextFinder finder;
    private long firstByteNs;
    private boolean isStarted;
    private int status;
    private long bodyBytes;

    /** Waits for the reply to a request that left at that moment. */
    HttpReply(Attempt attempt, ProbeOptions.Http options, long requestedNs) {
        this.attempt = attempt;
        this.options = options;
        this.requestedNs = requestedNs;
        this.finder = new TextFinder(options.text());
    }

    /** Sees the first byte before anything is decoded. */
    ChannelInboundHandler firstByte() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                if (!isStarted) {
                    isStarted = true;
                    firstByteNs = attempt.nowNs();
                    attempt.facts().seconds("phase/firstByte", firstByteNs - requestedNs);
                }
                context.fireChannelRead(bytes);
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (attempt.isEnded()) {
            return;
        }
        DecoderResult result = part.decoderResult();
        if (result.isFailure()) {
            attempt.invalid("problem", "no reply of HTTP: " + result.cause().getMessage());
            context.close();
            return;
        }
        if (part instanceof HttpResponse response) {
            status = response.status().code();
        }
        if (part instanceof HttpContent content && !isInterim()) {
            body(context, content);
        }
    }

    /** 1xx says that the real reply is still to come (RFC 9110, section 15.2). */
    private boolean isInterim() {
        return HttpStatusClass.INFORMATIONAL.contains(status);
    }

    private void body(ChannelHandlerContext context, HttpContent content) {
        bodyBytes += content.content().readableBytes();
        finder.feed(content.content());
        boolean isCut = bodyBytes >= BODY_BYTES_MAX;
        if (content instanceof LastHttpContent || isCut) {
            attempt.facts().seconds("phase/whole", attempt.nowNs() - attempt.sentAtNs());
            judge(isCut);
            context.close();
        }
    }

    private void judge(boolean isCut) {
        attempt.facts().text("http/status", Integer.toString(status));
        if (status < options.statusMin() || status > options.statusMax()) {
            attempt.invalid("problem", "status " + status);
        } else if (!finder.isFound()) {
            attempt.invalid(
                    "problem",
                    isCut ? "text not among the first " + BODY_BYTES_MAX + " bytes" : "text not in the body");
        } else {
            attempt.replied(firstByteNs - attempt.sentAtNs());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (isReset(cause)) {
            attempt.lost(LossReason.REFUSED);
        } else {
            attempt.invalid("problem", "broken off: " + cause.getMessage());
        }
        context.close();
    }

    /** Whether the peer sent an RST. */
    static boolean isReset(Throwable cause) {
        return cause instanceof IOException
                && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("reset");
    }
}
