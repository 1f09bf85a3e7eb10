package io.kerbstone.agent.record;

import io.kerbstone.agent.journal.Journal;
import io.kerbstone.agent.journal.JournalStore;
import io.kerbstone.agent.journal.Loss;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.SequenceRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the journal: makes a frame of what was measured each second, forces it, and only then tells the uplink; answers
 * the uplink's questions in between. {@link #run} is its thread; the other public methods are safe for many threads
 * and only enqueue.
 */
public final class Recorder implements Runnable {
    /** Gap between two frames, ns. */
    public static final long FRAME_GAP_NS = 1_000_000_000L;
    /** Observations that make a frame at once. */
    public static final int EARLY_OBSERVATIONS = Intake.FRAME_OBSERVATIONS_MAX;
    /** Most commands that wait. */
    public static final int COMMANDS_MAX = 256;
    /** Most frames made in one go, so that questions are answered in between. */
    public static final int FRAMES_AT_ONCE_MAX = 8;
    /** Gap between two writings of the note, ns. */
    public static final long NOTE_GAP_NS = 5_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Batch NOTHING = new Batch(List.of(), List.of());

    private final Settings settings;
    private final FrameMaker maker;
    private final Intake intake;
    private final Counters counters;
    private final MonotonicClock clock;
    private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(COMMANDS_MAX);
    private Journal journal;
    private LongConsumer listener = sequence -> {};
    private Optional<Batch> unwritten = Optional.empty();
    private Optional<String> definitions;
    private boolean isFailing;
    private boolean isStopping;
    private long noteNs;
    private volatile JournalState state;

    private interface Command {
        void run() throws IOException;
    }

    /**
     * What a recorder needs.
     *
     * @param store the journal's files
     * @param agentId whose frames these are
     * @param key signs them
     * @param capBytes most bytes of the journal
     * @param clockState what this machine knows of the time, read for each frame
     * @param definitions JSON of the local definitions, secrets hidden, for the first frame of this run
     */
    public record Settings(
            JournalStore store,
            String agentId,
            SigningKey key,
            long capBytes,
            Supplier<ClockState> clockState,
            String definitions) {}

    private Recorder(Settings settings, Journal journal, Intake intake, Counters counters, MonotonicClock clock) {
        this.settings = settings;
        this.maker = new FrameMaker(settings.agentId(), settings.key(), settings.clockState());
        this.intake = intake;
        this.counters = counters;
        this.clock = clock;
        this.journal = journal;
        this.definitions = Optional.of(settings.definitions());
        this.noteNs = clock.nowNs();
        this.state = stateNow();
    }

    /** Opens the journal; what recovery found is logged. */
    public static Recorder open(Settings settings, Intake intake, Counters counters, MonotonicClock clock)
            throws IOException {
        Journal journal = openJournal(settings);
        return new Recorder(settings, journal, intake, counters, clock);
    }

    private static Journal openJournal(Settings settings) throws IOException {
        Journal journal = Journal.open(settings.store(), settings.agentId(), settings.capBytes(), () -> Epoch.random()
                .bytes());
        journal.recovery().sentences().forEach(LOG::warn);
        return journal;
    }

    /** Who is told, on the recorder's thread, that frames up to a sequence are durable. Set before the thread starts. */
    public void onDurable(LongConsumer newListener) {
        listener = newListener;
    }

    /** How the journal stands. */
    public JournalState state() {
        return state;
    }

    /** Reads frames and hands them over on the recorder's thread; false when too much is waiting. */
    public boolean fetch(List<Long> sequences, Consumer<Map<Long, byte[]>> to) {
        return offer(() -> to.accept(read(sequences)));
    }

    /** The collector has these too. */
    public boolean acknowledge(SequenceRanges ranges) {
        return offer(() -> {
            journal.acknowledge(ranges);
            journal.trim();
        });
    }

    /** The collector has exactly these. */
    public boolean replaceAcknowledged(SequenceRanges ranges) {
        return offer(() -> {
            journal.replaceAcknowledged(ranges);
            journal.trim();
        });
    }

    /** Sets the journal aside and begins a new epoch, then runs what follows. */
    public boolean startAnew(Runnable then) {
        return offer(() -> {
            settings.store().setAside();
            journal = openJournal(settings);
            definitions = Optional.of(settings.definitions());
            state = stateNow();
            then.run();
        });
    }

    /** Makes a last frame of what is there, writes the note and ends the thread. */
    public void stop() {
        put(() -> isStopping = true);
    }

    /** Makes everything that was measured until now durable, then runs what follows. */
    public void flush(Runnable then) {
        put(() -> {
            record();
            then.run();
        });
    }

    /** For what must not be lost: waits for room, which the thread makes many times a second. */
    private void put(Command command) {
        try {
            commands.put(command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean offer(Command command) {
        boolean isTaken = commands.offer(command);
        if (!isTaken) {
            counters.add(Counter.JOURNAL_BUSY);
        }
        return isTaken;
    }

    @Override
    public void run() {
        try {
            declareDamage();
            loop();
            record();
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be forced to disk", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() throws IOException, InterruptedException {
        long nextNs = clock.nowNs();
        while (!isStopping) {
            long waitNs = intake.size() >= EARLY_OBSERVATIONS && !isFailing ? 0 : nextNs - clock.nowNs();
            Command command = commands.poll(Math.max(0, Math.min(waitNs, FRAME_GAP_NS / 10)), TimeUnit.NANOSECONDS);
            maker.look();
            if (command != null) {
                run(command);
            }
            boolean isEarly = intake.size() >= EARLY_OBSERVATIONS && !isFailing;
            if (isEarly || clock.nowNs() - nextNs >= 0) {
                record();
                nextNs = clock.nowNs() + FRAME_GAP_NS;
            }
        }
    }

    private void run(Command command) {
        try {
            command.run();
        } catch (IOException e) {
            onFailure(e);
        }
        state = stateNow();
    }

    /** Makes what was measured durable, and tells the uplink. */
    private void record() throws IOException {
        boolean isMore = hasSomething();
        for (int i = 0; i < FRAMES_AT_ONCE_MAX && isMore; i++) {
            // What comes while this frame is being made waits for the next second, or frames would be tiny.
            isMore = definitions.isPresent() || unwritten.isPresent() || intake.isMoreThanAFrame();
            isMore = writeOne() && isMore && hasSomething();
        }
        long nowNs = clock.nowNs();
        if (nowNs - noteNs >= NOTE_GAP_NS && !isFailing) {
            noteNs = nowNs;
            saveNote();
        }
        state = stateNow();
    }

    private boolean hasSomething() {
        return unwritten.isPresent() || !intake.isEmpty() || definitions.isPresent();
    }

    private boolean writeOne() throws IOException {
        Batch batch = definitions.isPresent() ? NOTHING : unwritten.orElseGet(intake::take);
        if (definitions.isEmpty()) {
            unwritten = Optional.of(batch);
        }
        long durableBefore = journal.durableSequence();
        try {
            byte[] frame = maker.measured(journal, batch, definitions);
            if (makeRoom(frame.length)) {
                frame = maker.measured(journal, batch, definitions);
            }
            journal.append(frame);
        } catch (IOException e) {
            onFailure(e);
            return false;
        } catch (IllegalArgumentException e) {
            LOG.error("BUG: a batch does not fit a frame and is thrown away", e);
            counters.add(Counter.FRAMES_UNFIT);
            forget();
            return true;
        }
        journal.force(); // a failed force leaves unknown what is on disk: it ends the process, recovery reads
        forget();
        if (isFailing) {
            isFailing = false;
            LOG.info("The journal can be written again.");
        }
        counters.add(Counter.FRAMES_RECORDED, journal.durableSequence() - durableBefore);
        listener.accept(journal.durableSequence());
        return true;
    }

    /** What was just handled: the definitions when they were waiting, else the batch. */
    private void forget() {
        if (definitions.isPresent()) {
            definitions = Optional.empty();
        } else {
            unwritten = Optional.empty();
        }
    }

    /** Drops the oldest as long as needed, each time after a durable gap record; whether the chain moved on. */
    private boolean makeRoom(int frameBytes) throws IOException {
        boolean isMoved = false;
        for (Optional<Loss> loss = journal.lossBefore(frameBytes);
                loss.isPresent();
                loss = journal.lossBefore(frameBytes)) {
            appendGap(loss.get());
            journal.drop(loss.get(), journal.durableSequence());
            counters.add(
                    Counter.FRAMES_DROPPED, loss.get().toSequence() - loss.get().fromSequence() + 1);
            LOG.warn(
                    "The journal is at its cap: frames {} to {} were dropped before the collector had them."
                            + " Raise journal.cap or mend the connection.",
                    loss.get().fromSequence(),
                    loss.get().toSequence());
            isMoved = true;
        }
        return isMoved;
    }

    private void declareDamage() throws IOException {
        for (Loss loss : journal.undeclaredDamage()) {
            try {
                appendGap(loss);
                journal.declared(loss);
            } catch (IOException e) {
                onFailure(e);
                return;
            }
        }
    }

    private void appendGap(Loss loss) throws IOException {
        journal.append(maker.gap(journal, loss));
        journal.force();
        counters.add(Counter.GAPS_RECORDED);
    }

    private void onFailure(IOException e) {
        counters.add(Counter.JOURNAL_FAILURES);
        if (!isFailing) {
            isFailing = true;
            LOG.error("The journal cannot be written ({}). Make room on the disk; measuring goes on.", e.toString());
        }
    }

    private void saveNote() {
        try {
            journal.saveNoteIfChanged();
        } catch (IOException e) {
            onFailure(e);
        }
    }

    private Map<Long, byte[]> read(List<Long> sequences) {
        Map<Long, byte[]> frames = new HashMap<>();
        for (long sequence : sequences) {
            try {
                journal.read(sequence).ifPresent(frame -> frames.put(sequence, frame));
            } catch (IOException e) {
                LOG.warn("Frame {} cannot be read from the journal ({}).", sequence, e.toString());
            }
            if (!frames.containsKey(sequence)) {
                counters.add(Counter.JOURNAL_UNREADABLE);
            }
        }
        return frames;
    }

    private JournalState stateNow() {
        long backlog = journal.durableSequence() < journal.firstSequence()
                ? 0
                : journal.acknowledged()
                        .missing(journal.firstSequence(), journal.durableSequence())
                        .count();
        return new JournalState(
                Epoch.of(journal.epoch()),
                journal.firstSequence(),
                journal.durableSequence(),
                journal.bytes(),
                settings.capBytes(),
                backlog,
                isFailing);
    }
}
