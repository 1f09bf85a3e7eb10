package io.kerbstone.web;

import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Outcome.NotMeasuredReason;
import io.kerbstone.settings.ProbeOptions;
import io.kerbstone.time.WallClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A GET (RFC 9110, RFC 9112) on a connection of its own. The delay of the observation goes from the SYN to the first byte of
 * the reply, TLS included; a reply counts once it was read, up to {@link HttpReply#BODY_BYTES_MAX}. Owned by the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its close future
final class HttpProbe {
    /** Most bytes of a status line. */
    static final int STATUS_LINE_BYTES_MAX = 4_096;
    /** Most bytes of all headers. */
    static final int HEADER_BYTES_MAX = 16_384;
    /** What we call ourselves. */
    static final String USER_AGENT = "Kerbstone";

    private static final int PORT_HTTP = 80;
    private static final int PORT_HTTPS = 443;

    private final Attempt attempt;
    private final ProbeOptions.Http options;
    private final URI url;
    private final Tls tls;
    private final Certificates certificates;

    private HttpProbe(Attempt attempt, ProbeOptions.Http options, Tls tls, WallClock wall) {
        this.attempt = attempt;
        this.options = options;
        this.url = URI.create(attempt.probe().target());
        this.tls = tls;
        this.certificates = new Certificates(tls.trust, bareHost(url), wall);
    }

    static ChannelFuture start(Attempt attempt, ProbeOptions.Http options, Sockets sockets, Tls tls, WallClock wall) {
        HttpProbe probe = new HttpProbe(attempt, options, tls, wall);
        return sockets.connect(attempt, probe.port(), probe::connected);
    }

    /** What all probes by TLS share: authorities, a bound, and a thread that computes. Safe for many threads. */
    static final class Tls implements AutoCloseable {
        private final X509ExtendedTrustManager trust;
        private final Slots slots;
        private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "kerbstone-web-tls");
            made.setDaemon(true);
            return made;
        });

        Tls(X509ExtendedTrustManager trust, int max) {
            this.trust = trust;
            this.slots = new Slots(max);
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }

    private boolean isTls() {
        return url.getScheme().equals("https");
    }

    private int port() {
        return url.getPort() > 0 ? url.getPort() : isTls() ? PORT_HTTPS : PORT_HTTP;
    }

    /** The host of a URL, an IPv6 address without its brackets. */
    static String bareHost(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private void connected(Channel channel) {
        long connectedNs = attempt.nowNs();
        attempt.facts().seconds("phase/connect", connectedNs - attempt.sentAtNs());
        if (!isTls()) {
            request(channel, connectedNs);
        } else if (tls.slots.take()) {
            channel.closeFuture().addListener(closed -> tls.slots.give());
            handshake(channel, connectedNs);
        } else {
            attempt.counters().addInFlightFull();
            attempt.notMeasured(NotMeasuredReason.IN_FLIGHT_FULL);
            channel.close();
        }
    }

    private void handshake(Channel channel, long connectedNs) {
        SSLEngine engine = certificates.context().createSSLEngine(bareHost(url), port());
        engine.setUseClientMode(true);
        SslHandler handler = new SslHandler(engine, false, tls.thread);
        handler.setHandshakeTimeoutMillis(0); // the probe's own waiting time counts
        handler.handshakeFuture().addListener(done -> {
            certificates.tell(attempt.facts());
            if (!done.isSuccess()) {
                handshakeFailed(channel, done.cause());
                return;
            }
            long securedNs = attempt.nowNs();
            attempt.facts().seconds("phase/tls", securedNs - connectedNs);
            if (options.verify() && !certificates.isValid()) {
                attempt.lost(LossReason.INVALID_REPLY);
                channel.close();
            } else {
                request(channel, securedNs);
            }
        });
        channel.pipeline().addLast(handler, new Failures());
    }

    private void handshakeFailed(Channel channel, Throwable cause) {
        if (HttpReply.isReset(cause)) {
            attempt.lost(LossReason.REFUSED);
        } else {
            attempt.invalid("problem", "TLS: " + cause.getMessage());
        }
        channel.close();
    }

    private void request(Channel channel, long readyNs) {
        if (attempt.isEnded()) {
            return;
        }
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(STATUS_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxChunkSize(Sockets.READ_BYTES_MAX);
        HttpReply reply = new HttpReply(attempt, options, readyNs);
        channel.pipeline().addLast(reply.firstByte(), new HttpClientCodec(limits, false, false), reply);
        channel.writeAndFlush(get());
    }

    private HttpRequest get() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        HttpRequest get =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path + query, Unpooled.EMPTY_BUFFER);
        get.headers()
                .set(HttpHeaderNames.HOST, url.getPort() > 0 ? url.getHost() + ":" + url.getPort() : url.getHost())
                .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return get;
    }

    /** While TLS is being made its handler says what failed; nobody else needs to. */
    private static final class Failures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (context.pipeline().last() == this) {
                context.close();
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
