package io.kerbstone.collector.gateway;

import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.MessageCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** First on a connection: waits for the handshake, then puts in its place what may speak with such a peer. */
final class Doorman extends ChannelInboundHandlerAdapter {
    /** Longest message of a peer without certificate, bytes. */
    static final int ENROL_BYTES_MAX = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);

    private final Gateway gateway;

    Doorman(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                admit(context);
            } else {
                gateway.counters().turnAway();
                LOG.info("No handshake with {}: {}", context.channel().remoteAddress(), sentence(handshake.cause()));
                Outgoing.close(context.channel());
            }
        } else if (event instanceof IdleStateEvent) {
            Outgoing.close(context.channel());
        }
    }

    private static String sentence(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private void admit(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        Optional<X509Certificate> certificate = Certificates.peer(tls.engine().getSession());
        if (certificate.isEmpty()) {
            context.pipeline().addLast(new MessageCodec(ENROL_BYTES_MAX), new EnrolmentConnection(gateway));
            context.pipeline().remove(this);
            return;
        }
        context.pipeline().addLast(new MessageCodec());
        Optional<AgentRecord> agent = Certificates.agentId(certificate.get()).flatMap(gateway.registry()::agent);
        if (agent.isEmpty()) {
            turnAway(
                    context,
                    Code.IDENTITY,
                    "This certificate names no agent of this collector. Enrol the agent again.");
        } else if (agent.get().status() == AgentRecord.Status.REVOKED) {
            turnAway(context, Code.REVOKED, "Agent '" + agent.get().id() + "' was revoked.");
        } else {
            VerifyingKey key = VerifyingKey.of(agent.get().signingKey());
            context.pipeline()
                    .addLast(new AgentConnection(
                            gateway, context.channel(), agent.get().id(), key));
            context.pipeline().remove(this);
        }
    }

    private void turnAway(ChannelHandlerContext context, Code code, String sentence) {
        gateway.counters().turnAway();
        LOG.warn("Turned away {}: {}", context.channel().remoteAddress(), sentence);
        Outgoing.last(context.channel(), new Message.Refused(code, sentence, 0));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        io.netty.util.ReferenceCountUtil.release(message); // whoever was turned away is not heard
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Outgoing.close(context.channel());
    }
}
