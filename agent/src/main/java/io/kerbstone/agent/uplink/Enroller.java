package io.kerbstone.agent.uplink;

import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.identity.AgentIdentity;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentProof;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.wire.Message;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Enrols this agent with a one-time token: the one conversation without a certificate. Waits for its end. */
public final class Enroller {
    /** Longest wait for the whole, ms. */
    public static final long WAIT_MS_MAX = 40_000;

    private Enroller() {}

    /** Enrols, and stores what the collector answered in the identity's folder. */
    public static Enrolling enrol(
            CollectorAddress collector,
            EnrolmentToken token,
            String name,
            AgentIdentity identity,
            ThreadFactory threads) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        try {
            Talk talk = new Talk(collector, token, name, identity);
            group.execute(() -> talk.begin(group));
            return talk.end.get(WAIT_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Enrolling.Unreachable(collector + " does not answer the enrolment; check the collector's log.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: an enrolment ended in an error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Enrolling.Unreachable("The enrolment was interrupted.");
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    /** One enrolment on its event loop. */
    private static final class Talk implements Connection.Listener {
        private final CollectorAddress collector;
        private final EnrolmentToken token;
        private final String name;
        private final AgentIdentity identity;
        private final CompletableFuture<Enrolling> end = new CompletableFuture<>();
        private @Nullable Connection connection;

        Talk(CollectorAddress collector, EnrolmentToken token, String name, AgentIdentity identity) {
            this.collector = collector;
            this.token = token;
            this.name = name;
            this.identity = identity;
        }

        void begin(EventLoopGroup group) {
            connection = Connection.open(group, TlsContexts.enrolling(token), collector, this);
        }

        @Override
        public void onConnected() {
            byte[] csr = identity.csr(name);
            Message.Enrol enrol = new Message.Enrol(
                    token.secret(),
                    name,
                    csr,
                    identity.signingKey().verifyingKey().encoded(),
                    EnrolmentProof.make(identity.signingKey(), csr));
            if (connection != null) {
                connection.send(enrol);
            }
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof Message.Enrolled enrolled) {
                finish(store(enrolled));
            } else if (message instanceof Message.Refused refused) {
                finish(new Enrolling.Refused(refused.sentence()));
            } else {
                finish(new Enrolling.Refused("The collector answered something else than an enrolment;"
                        + " bring agent and collector to the same release."));
            }
        }

        private Enrolling store(Message.Enrolled enrolled) {
            try {
                X509Certificate authority = Certificates.parse(enrolled.ca());
                if (!token.pins(authority)) {
                    return new Enrolling.Refused("The collector answered with another authority than the token's.");
                }
                identity.store(new AgentIdentity.Enrolment(
                        enrolled.agentId(),
                        Certificates.parse(enrolled.certificate()),
                        authority,
                        collector.toString()));
                return new Enrolling.Done(enrolled.agentId());
            } catch (RefusedException e) {
                return new Enrolling.Refused("The collector's answer is not usable: " + e.getMessage() + ".");
            } catch (IOException e) {
                return new Enrolling.Unreachable("The identity cannot be stored (" + e.getMessage() + ").");
            }
        }

        @Override
        public void onMalformed(String sentence) {
            finish(new Enrolling.Refused("The collector sent something that is not a message: " + sentence + "."));
        }

        @Override
        public void onEnd(Cause cause) {
            end.complete(new Enrolling.Unreachable(cause.sentence(collector.toString())));
        }

        private void finish(Enrolling how) {
            end.complete(how);
            if (connection != null) {
                connection.close();
            }
        }
    }
}
