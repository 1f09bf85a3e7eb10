package io.kerbstone.collector.gateway;

import io.kerbstone.collector.ingest.Sender;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.settings.Assignment;
import io.kerbstone.settings.DefinitionsWriter;
import io.kerbstone.settings.Secrets;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.Message.Refused.Code;
import io.kerbstone.wire.Problem;
import io.kerbstone.wire.SequenceRanges;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one enrolled agent: hello and welcome, frames within the credit, time, assignments. Owned by its event
 * loop; the answers of the ingest and the gateway's calls come from elsewhere and are handed to it.
 */
final class AgentConnection extends SimpleChannelInboundHandler<Object> implements Sender {
    /** Frames an agent may have under way. */
    static final int CREDIT = 64;
    /** Refused frames after which a connection ends. */
    static final int MAX_REFUSED = 200;

    private static final Logger LOG = LoggerFactory.getLogger(AgentConnection.class);
    private static final long SEEN_EACH_MS = 1_000;

    private final Gateway gateway;
    private final Channel channel;
    private final String agentId;
    private final VerifyingKey key;
    private Message.@Nullable Hello hello;
    private volatile boolean isAllowed = true;
    private int underWay;
    private int refused;
    private long seenAtMs;
    private long sentConfigVersion;

    AgentConnection(Gateway gateway, Channel channel, String agentId, VerifyingKey key) {
        this.gateway = gateway;
        this.channel = channel;
        this.agentId = agentId;
        this.key = key;
    }

    @Override
    public String agentId() {
        return agentId;
    }

    @Override
    public Epoch epoch() {
        Message.Hello greeted = hello;
        if (greeted == null) {
            throw new IllegalStateException("BUG: frames before the hello");
        }
        return greeted.epoch();
    }

    @Override
    public VerifyingKey key() {
        return key;
    }

    @Override
    public boolean isAllowed() {
        return isAllowed;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        if (!isAllowed) {
            return;
        }
        if (message instanceof Problem problem) {
            breakOff("not understood: " + problem.sentence());
        } else if (message instanceof Message.Hello greeting) {
            greet(greeting);
        } else if (hello == null) {
            breakOff("the first message must be a hello");
        } else if (message instanceof Message.FrameMessage frame) {
            frame(frame.frame());
        } else if (message instanceof Message.TimeRequest request) {
            long nowNs = gateway.nowUnixNs();
            send(new Message.TimeReply(request.sentAtNs(), nowNs, gateway.nowUnixNs()));
        } else if (message instanceof Message.ConfigApplied applied) {
            gateway.atDesk(() -> gateway.registry().applied(agentId, applied.version(), applied.mistakes()));
        } else if (message instanceof Message.Refused no) {
            LOG.warn(
                    "Agent {} refused something of ours: {}",
                    agentId,
                    no.sentence().replaceAll("\\p{Cntrl}", " "));
        } else {
            breakOff("a message of type " + ((Message) message).type() + " is not for a collector");
        }
    }

    private void greet(Message.Hello greeting) {
        if (hello != null) {
            breakOff("a second hello");
            return;
        }
        if (!greeting.agentId().equals(agentId)) {
            end(Code.IDENTITY, "The hello is of another agent than the certificate.");
            return;
        }
        if (greeting.protocolVersion() < Message.PROTOCOL_VERSION) {
            end(Code.VERSION, "This collector speaks protocol version " + Message.PROTOCOL_VERSION + ".");
            return;
        }
        hello = greeting;
        sentConfigVersion = greeting.configVersion();
        if (!gateway.opened(this, greeting.softwareVersion())) {
            end(Code.REVOKED, "Agent '" + agentId + "' was revoked.");
            return;
        }
        SequenceRanges stored = gateway.ingest().stored(agentId, greeting.epoch());
        send(new Message.Welcome(
                Message.PROTOCOL_VERSION, stored.first(SequenceRanges.RANGES_MAX), gateway.nowUnixNs(), CREDIT));
        gateway.assignmentChanged(agentId);
    }

    private void frame(byte[] frame) {
        underWay++;
        if (underWay > CREDIT) {
            breakOff("more frames than the credit allows");
            return;
        }
        long nowMs = gateway.nowMs();
        if (nowMs - seenAtMs >= SEEN_EACH_MS || nowMs < seenAtMs) {
            seenAtMs = nowMs;
            gateway.registry().seen(agentId, nowMs);
        }
        gateway.ingest().submit(this, frame);
        if (gateway.ingest().isFull()) {
            gateway.pause(this);
        }
    }

    private void send(Message... messages) {
        Outgoing.send(channel, messages);
    }

    void readOn(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    @Override
    public void stored(SequenceRanges ranges, int frames) {
        channel.eventLoop().execute(() -> {
            underWay -= frames;
            send(new Message.Ack(epoch(), ranges), new Message.Credit(frames));
        });
    }

    @Override
    public void refused(Code code, String sentence, long sequence) {
        channel.eventLoop().execute(() -> {
            underWay--;
            refused++;
            if (refused > MAX_REFUSED) {
                breakOff("more than " + MAX_REFUSED + " frames were refused");
                return;
            }
            send(new Message.Refused(code, sentence, sequence), new Message.Credit(1));
        });
    }

    /** Sends the assignment unless the agent has it. Any thread. */
    void assign(Assignment assignment) {
        String json = DefinitionsWriter.toJson(assignment, Secrets.REVEAL);
        channel.eventLoop().execute(() -> {
            if (assignment.version() != sentConfigVersion && hello != null && isAllowed) {
                sentConfigVersion = assignment.version();
                send(new Message.ConfigMessage(assignment.version(), json));
            }
        });
    }

    /** Ends the connection with a reason. Any thread; nothing the agent sent is stored after this. */
    void end(Code code, String sentence) {
        isAllowed = false;
        Outgoing.last(channel, new Message.Refused(code, sentence, 0));
    }

    private void breakOff(String what) {
        gateway.counters().breakOff();
        LOG.warn("Ended the connection of agent {} from {}: {}", agentId, channel.remoteAddress(), what);
        end(Code.PROTOCOL, "The connection ends: " + what + ".");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.info("Agent {} has been silent for too long; its connection ends", agentId);
            gateway.counters().breakOff();
            Outgoing.close(channel);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        isAllowed = false;
        if (hello != null) {
            gateway.closed(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("Connection of agent {} failed", agentId, cause);
        Outgoing.close(channel);
    }
}
