package io.kerbstone.collector.gateway;

import io.kerbstone.wire.Message;
import io.kerbstone.wire.Message.Refused.Code;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection without a client certificate: one enrolment, one answer, the end. On its event loop. */
final class EnrolmentConnection extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentConnection.class);

    private final Gateway gateway;
    private boolean isAnswering;

    EnrolmentConnection(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        if (isAnswering) {
            return;
        }
        isAnswering = true;
        if (message instanceof Message.Enrol enrol) {
            String address = context.channel().remoteAddress() instanceof InetSocketAddress from
                    ? from.getAddress().getHostAddress()
                    : "";
            gateway.atDesk(
                    () -> answer(context, gateway.enrolment().decide(enrol, address, gateway.nowMs()), enrol.name()));
        } else {
            gateway.counters().breakOff();
            answer(
                    context,
                    new Message.Refused(Code.PROTOCOL, "Without a certificate only an enrolment is heard here.", 0),
                    "");
        }
    }

    private void answer(ChannelHandlerContext context, Message answer, String name) {
        if (answer instanceof Message.Enrolled enrolled) {
            gateway.counters().enrol();
            LOG.info(
                    "Enrolled agent '{}' from {}",
                    enrolled.agentId(),
                    context.channel().remoteAddress());
        } else if (answer instanceof Message.Refused refused) {
            gateway.counters().refuseEnrolment();
            LOG.warn(
                    "Refused to enrol '{}' from {}: {}",
                    name.replaceAll("\\p{Cntrl}", " "),
                    context.channel().remoteAddress(),
                    refused.sentence());
        }
        Outgoing.last(context.channel(), answer);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            Outgoing.close(context.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Outgoing.close(context.channel());
    }
}
