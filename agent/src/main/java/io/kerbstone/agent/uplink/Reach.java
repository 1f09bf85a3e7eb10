package io.kerbstone.agent.uplink;

import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.wire.Message;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a collector can be reached: TCP and TLS with both certificates, then it hangs up. */
public final class Reach {
    /** Longest wait, ms. */
    public static final long WAIT_MS_MAX = 12_000;

    private Reach() {}

    /** Tries once and waits for the end; empty when it can be reached. */
    public static Optional<Cause> failure(CollectorAddress collector, TlsContexts tls, ThreadFactory threads) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        CompletableFuture<Optional<Cause>> end = new CompletableFuture<>();
        try {
            group.execute(() -> Connection.open(group, tls, collector, new Listener(end)));
            return end.get(WAIT_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of(new Cause(Cause.Kind.NO_ANSWER, ""));
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: trying a connection ended in an error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Cause(Cause.Kind.OTHER, "interrupted"));
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    private record Listener(CompletableFuture<Optional<Cause>> end) implements Connection.Listener {
        @Override
        public void onConnected() {
            end.complete(Optional.empty());
        }

        @Override
        public void onMessage(Message message) {
            end.complete(Optional.empty());
        }

        @Override
        public void onMalformed(String sentence) {
            end.complete(Optional.of(new Cause(Cause.Kind.OTHER, sentence)));
        }

        @Override
        public void onEnd(Cause cause) {
            end.complete(Optional.of(cause));
        }
    }
}
