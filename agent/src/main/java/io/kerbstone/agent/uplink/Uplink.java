package io.kerbstone.agent.uplink;

import io.kerbstone.agent.config.CollectorAddress;
import io.kerbstone.agent.record.JournalState;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.SequenceRanges;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the collector, for ever: connects, lets an {@link UplinkSession} say what to do, and connects again
 * after a while when it ends. All state belongs to one event loop; the public methods only enqueue.
 */
public final class Uplink implements AutoCloseable {
    /** How often a session is told that time passed, ms. */
    public static final long TICK_MS = 200;
    /** Pause before asking the journal again when its queue was full, ms. */
    public static final long BUSY_PAUSE_MS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    private final Settings settings;
    private final UplinkHost host;
    private final Counters counters;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Backoff backoff;
    private @Nullable Connection connection;
    private @Nullable UplinkSession session;
    private SequenceRanges hopeless = SequenceRanges.EMPTY;
    private Epoch hopelessEpoch;
    private long durableSequence;
    private boolean isStopped;
    private String lastSentence = "";
    private volatile UplinkStatus status;

    /**
     * What an uplink needs.
     *
     * @param addresses at least one, tried in order
     * @param bootId of this machine
     * @param onBug takes what should never escape: the process should end
     */
    public record Settings(
            List<CollectorAddress> addresses,
            TlsContexts tls,
            String agentId,
            String softwareVersion,
            String bootId,
            MonotonicClock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Consumer<Throwable> onBug) {
        /** Copies the list. */
        public Settings {
            addresses = List.copyOf(addresses);
        }
    }

    /** An uplink that has not begun. */
    public Uplink(Settings settings, UplinkHost host, Counters counters) {
        this.settings = settings;
        this.host = host;
        this.counters = counters;
        this.group = new MultiThreadIoEventLoopGroup(1, settings.threads(), NioIoHandler.newFactory());
        this.loop = group.next();
        this.backoff = new Backoff(settings.addresses().size(), settings.random());
        this.hopelessEpoch = host.journal().epoch();
        this.durableSequence = host.journal().durableSequence();
        this.status = UplinkStatus.of(UplinkStatus.State.CONNECTING, address().toString(), "");
    }

    /** Begins to connect. */
    public void start() {
        loop.execute(this::connect);
        later(this::tick, TICK_MS);
    }

    /** Frames up to this sequence are on disk. */
    public void onDurable(long sequence) {
        loop.execute(() -> {
            durableSequence = sequence;
            if (session != null) {
                perform(session.onDurable(sequence));
            }
        });
    }

    /** How it stands. */
    public UplinkStatus status() {
        return status;
    }

    /** Ends the connection and its thread; what is not acknowledged stays in the journal. */
    @Override
    public void close() {
        loop.execute(() -> {
            isStopped = true;
            status = UplinkStatus.of(UplinkStatus.State.STOPPED, address().toString(), "");
            if (connection != null) {
                connection.close();
            }
        });
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private CollectorAddress address() {
        return settings.addresses().get(backoff.index());
    }

    private void connect() {
        if (isStopped) {
            return;
        }
        counters.add(Counter.CONNECTS);
        connection = Connection.open(loop, settings.tls(), address(), new Connection.Listener() {
            @Override
            public void onConnected() {
                greet();
            }

            @Override
            public void onMessage(Message message) {
                if (session != null) {
                    perform(session.onMessage(message, settings.clock().nowNs()));
                }
            }

            @Override
            public void onMalformed(String sentence) {
                counters.add(Counter.MESSAGES_MALFORMED);
                if (session != null) {
                    perform(session.onMalformed(sentence));
                }
            }

            @Override
            public void onEnd(Cause cause) {
                ended(cause.sentence(address().toString()));
            }
        });
    }

    private void greet() {
        JournalState journal = host.journal();
        if (!journal.epoch().equals(hopelessEpoch)) {
            hopeless = SequenceRanges.EMPTY;
            hopelessEpoch = journal.epoch();
        }
        durableSequence = journal.durableSequence();
        Message.Hello hello = new Message.Hello(
                Message.PROTOCOL_VERSION,
                settings.agentId(),
                journal.epoch(),
                journal.firstSequence(),
                journal.durableSequence() + 1,
                host.configVersion(),
                settings.softwareVersion(),
                settings.bootId());
        UplinkSession made = new UplinkSession(new UplinkSession.Greeting(hello, journal.durableSequence()), hopeless);
        session = made;
        perform(made.onConnected(settings.clock().nowNs()));
    }

    /** Runs it on the loop after a while; what escapes ends the process instead of hiding in a future. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task itself tells what went wrong
    private void later(Runnable task, long ms) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                settings.onBug().accept(e);
            }
        };
        loop.schedule(guarded, ms, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (!isStopped) {
            later(this::tick, TICK_MS);
        }
        if (session != null) {
            perform(session.onTick(settings.clock().nowNs()));
            if (session != null && session.isStreaming()) {
                status =
                        new UplinkStatus(UplinkStatus.State.CONNECTED, address().toString(), "", session.inFlight());
            }
        }
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            perform(action);
        }
    }

    private void perform(Action action) {
        if (action instanceof Action.Send send) {
            send(send.message());
        } else if (action instanceof Action.Fetch fetch) {
            fetch(fetch.sequences());
        } else if (action instanceof Action.Stored stored) {
            welcomed(stored.ranges());
        } else if (action instanceof Action.Acknowledged acknowledged) {
            counters.add(Counter.FRAMES_ACKNOWLEDGED, acknowledged.ranges().count());
            host.acknowledge(acknowledged.ranges()); // a lost one is told again at the next greeting
        } else if (action instanceof Action.Assign assign) {
            assign(assign);
        } else if (action instanceof Action.Time time) {
            host.onTime(time.exchange());
        } else if (action instanceof Action.FrameRefused refused) {
            counters.add(Counter.FRAMES_REFUSED);
            hopeless = hopeless.plus(refused.sequence());
            LOG.warn("The collector refused frame {}: {}", refused.sequence(), refused.sentence());
        } else if (action instanceof Action.Diverged diverged) {
            LOG.warn(diverged.sentence());
            startAnew();
        } else if (action instanceof Action.Close close) {
            close(close);
        }
    }

    private void send(Message message) {
        if (message instanceof Message.FrameMessage) {
            counters.add(Counter.FRAMES_SENT);
        }
        if (connection != null) {
            connection.send(message);
        }
    }

    private void fetch(List<Long> sequences) {
        UplinkSession asked = session;
        Connection over = connection;
        if (over == null || asked == null) {
            return;
        }
        boolean isAsked = over.isWritable()
                && host.fetch(
                        sequences,
                        frames -> loop.execute(() -> {
                            if (session == asked) {
                                perform(asked.onFetched(frames));
                            }
                        }));
        if (!isAsked) {
            later(
                    () -> {
                        if (session == asked) {
                            fetch(sequences);
                        }
                    },
                    BUSY_PAUSE_MS);
        }
    }

    private void welcomed(SequenceRanges stored) {
        counters.add(Counter.WELCOMES);
        backoff.onWelcome();
        lastSentence = "";
        status = new UplinkStatus(UplinkStatus.State.CONNECTED, address().toString(), "", 0);
        LOG.info("Connected to the collector at {}.", address());
        host.replaceAcknowledged(stored);
        if (session != null) {
            perform(session.onDurable(durableSequence));
        }
    }

    private void assign(Action.Assign assign) {
        UplinkSession asked = session;
        host.assign(
                assign.version(),
                assign.document(),
                mistakes -> loop.execute(() -> {
                    if (asked != null && session == asked) {
                        perform(asked.onAssignment(assign.version(), mistakes));
                    }
                }));
    }

    private void startAnew() {
        boolean isAsked =
                host.startAnew(() -> loop.execute(() -> close(new Action.Close(false, "A new epoch begins."))));
        if (!isAsked) {
            later(this::startAnew, BUSY_PAUSE_MS);
        }
    }

    private void close(Action.Close close) {
        Connection over = connection;
        connection = null;
        session = null;
        if (over != null) {
            over.close();
        }
        if (close.isRefused()) {
            counters.add(Counter.REFUSALS);
        }
        again(close.isRefused(), close.sentence());
    }

    private void ended(String sentence) {
        connection = null;
        session = null;
        again(false, sentence);
    }

    private void again(boolean isRefused, String sentence) {
        if (isStopped) {
            return;
        }
        String tried = address().toString();
        long pauseMs = isRefused ? backoff.onRefused() : backoff.onEnd();
        if (!sentence.equals(lastSentence)) {
            LOG.warn("{} Trying again in {} s; what is measured is kept meanwhile.", sentence, (pauseMs + 999) / 1000);
            lastSentence = sentence;
        }
        status = UplinkStatus.of(
                isRefused ? UplinkStatus.State.REFUSED : UplinkStatus.State.CONNECTING, tried, sentence);
        later(this::connect, pauseMs);
    }
}
