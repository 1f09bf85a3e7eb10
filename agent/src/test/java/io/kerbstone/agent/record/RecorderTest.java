package io.kerbstone.agent.record;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.journal.FolderStore;
import io.kerbstone.agent.journal.JournalStore;
import io.kerbstone.agent.status.Counter;
import io.kerbstone.agent.status.Counters;
import io.kerbstone.identity.SigningKey;
import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Observation;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Reading;
import io.kerbstone.time.ClockState;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Gap;
import io.kerbstone.wire.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final long CAP = 64 << 10;

    private final SigningKey key = SigningKey.generate();
    private final Counters counters = new Counters();
    private final Intake intake = new Intake(counters);

    @TempDir
    private Path folder;

    private Optional<Recorder> recorder = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    private Recorder start(JournalStore store) throws IOException {
        Recorder.Settings settings = new Recorder.Settings(
                store, "agent-1", key, CAP, () -> new ClockState("boot", 1, 2, true, 3), "{\"version\":0}");
        Recorder made = Recorder.open(settings, intake, counters, MonotonicClock.SYSTEM);
        Thread running = io.kerbstone.agent.run.Threads.named("test-recorder").newThread(made);
        running.start();
        recorder = Optional.of(made);
        thread = Optional.of(running);
        return made;
    }

    @AfterEach
    void stop() throws InterruptedException {
        recorder.ifPresent(Recorder::stop);
        if (thread.isPresent()) {
            thread.get().join(30_000);
        }
        recorder = Optional.empty();
        thread = Optional.empty();
    }

    private void flush(Recorder made) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        made.flush(() -> done.complete(true));
        assertTrue(done.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
    }

    /** All frames the journal still holds. */
    private static List<Frame> frames(Recorder made) {
        JournalState state = made.state();
        List<Frame> frames = new ArrayList<>();
        for (long from = state.firstSequence(); from <= state.durableSequence(); from += 100) {
            List<Long> wanted = LongStream.rangeClosed(from, Math.min(from + 99, state.durableSequence()))
                    .boxed()
                    .toList();
            CompletableFuture<java.util.Map<Long, byte[]>> read = new CompletableFuture<>();
            assertTrue(made.fetch(wanted, read::complete));
            var found =
                    read.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
            wanted.forEach(sequence -> frames.add((Frame) FrameCodec.decode(found.get(sequence))));
        }
        return frames;
    }

    private void assertChain(List<Frame> frames) {
        for (int i = 0; i < frames.size(); i++) {
            assertTrue(FrameCodec.verify(frames.get(i), key.verifyingKey()));
            if (i > 0) {
                assertEquals(frames.get(i - 1).hash(), frames.get(i).body().previous());
            }
        }
    }

    private void observe(int count) {
        for (int i = 0; i < count; i++) {
            intake.observe(new Observation(
                    "path-" + i % 50, i * 1_000_003L, new Outcome.Replied(1_000 * (i % 9_000) + 7, 100)));
        }
    }

    @Test
    void shouldSendDefinitionsFirstAndEveryObservationOnce() throws Exception {
        Recorder made = start(FolderStore.open(folder));
        observe(12_000);
        flush(made);

        List<Frame> frames = frames(made);
        assertChain(frames);
        assertEquals(Hash.ZERO, frames.get(0).body().previous());
        assertEquals(Optional.of("{\"version\":0}"), frames.get(0).body().definitions());
        assertEquals(
                12_000,
                frames.stream()
                        .mapToInt(frame -> frame.body().observationCount())
                        .sum());
        assertTrue(frames.stream().allMatch(frame -> frame.body().observationCount() <= Intake.FRAME_OBSERVATIONS_MAX));
    }

    @Test
    void shouldMakeFewFramesWhenObservationsKeepComing() throws Exception {
        Recorder made = start(FolderStore.open(folder));
        flush(made);
        long before = made.state().durableSequence();
        long startNs = MonotonicClock.SYSTEM.nowNs();
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    observe(1);
                    return made.state().durableSequence() >= before + 3;
                });
        long seconds = (MonotonicClock.SYSTEM.nowNs() - startNs) / Recorder.FRAME_GAP_NS;
        assertTrue(made.state().durableSequence() - before <= seconds + 2, "at most a frame a second");
    }

    @Test
    void shouldSayWithASignatureWhatItCouldNotKeepWhenFull() throws Exception {
        Recorder made = start(FolderStore.open(folder));
        for (int round = 0; round < 60; round++) {
            observe(700);
            flush(made);
            assertTrue(
                    made.state().bytes() <= CAP,
                    "the cap holds: " + made.state().bytes());
        }
        List<Frame> frames = frames(made);
        assertChain(frames);
        Frame first = frames.get(0);
        assertTrue(first.body().sequence() > 1);
        List<Gap> gaps =
                frames.stream().flatMap(frame -> frame.body().gap().stream()).toList();
        Gap last = gaps.get(gaps.size() - 1);
        assertEquals(Gap.Reason.JOURNAL_FULL, last.reason());
        assertEquals(1, last.fromSequence());
        assertEquals(first.body().sequence() - 1, last.toSequence());
        assertEquals(Hash.ZERO, last.before());
        assertEquals(first.body().previous(), last.after(), "the chain closes behind the gap");
        assertTrue(counters.get(Counter.FRAMES_DROPPED) > 0);
    }

    @Test
    void shouldKeepMeasurementsAndRecoverWhenTheDiskRefuses() throws Exception {
        FullDisk disk = new FullDisk(FolderStore.open(folder));
        Recorder made = start(disk);
        flush(made);
        disk.isFull = true;
        observe(500);
        flush(made);
        assertTrue(made.state().isFailing());
        assertTrue(counters.get(Counter.JOURNAL_FAILURES) > 0);

        disk.isFull = false;
        await().atMost(Duration.ofSeconds(30)).until(() -> !made.state().isFailing());
        flush(made);
        assertEquals(
                500,
                frames(made).stream()
                        .mapToInt(frame -> frame.body().observationCount())
                        .sum());
    }

    @Test
    void shouldGoOnInTheChainWhenStartedAgain() throws Exception {
        Recorder one = start(FolderStore.open(folder));
        observe(10);
        flush(one);
        stop();
        Recorder two = start(FolderStore.open(folder));
        observe(10);
        flush(two);

        List<Frame> frames = frames(two);
        assertChain(frames);
        assertEquals(4, frames.size());
        assertEquals(
                1, frames.stream().map(frame -> frame.body().epoch()).distinct().count());
    }

    @Test
    void shouldBeginAnewEpochWhenTold() throws Exception {
        Recorder made = start(FolderStore.open(folder));
        observe(10);
        flush(made);
        var epoch = made.state().epoch();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        assertTrue(made.startAnew(() -> done.complete(true)));
        assertTrue(done.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
        flush(made);

        assertFalse(epoch.equals(made.state().epoch()));
        assertEquals(1, frames(made).get(0).body().sequence());
        assertTrue(frames(made).get(0).body().definitions().isPresent());
    }

    @Test
    void shouldHoldTheBoundsOfTheIntake() {
        observe(Intake.OBSERVATIONS_MAX + 10);
        assertEquals(Intake.OBSERVATIONS_MAX, intake.size());
        assertEquals(10, counters.get(Counter.INTAKE_FULL));
        assertEquals(Intake.FRAME_OBSERVATIONS_MAX, intake.take().observations().size());

        Reading reading = Reading.number("x", Reading.Kind.GAUGE, "", 1, "");
        List<Reading> many = Collections.nCopies(Intake.FRAME_READINGS_MAX * 2 + 1, reading);
        intake.read(new DeviceReadings("d", "p", 0, DeviceReadings.Status.COMPLETE, many));
        List<Integer> sizes = new ArrayList<>();
        for (Batch batch = intake.take(); !batch.isEmpty(); batch = intake.take()) {
            batch.polls().forEach(poll -> sizes.add(poll.readings().size()));
        }
        assertEquals(List.of(Intake.FRAME_READINGS_MAX, Intake.FRAME_READINGS_MAX, 1), sizes);

        for (int i = 0; i <= Intake.READINGS_MAX / many.size(); i++) {
            intake.read(new DeviceReadings("d", "p", 0, DeviceReadings.Status.COMPLETE, many));
        }
        assertEquals(1, counters.get(Counter.INTAKE_POLLS_FULL));

        String longText = "x".repeat(Intake.TEXT_LENGTH_MAX + 1);
        Intake other = new Intake(counters);
        other.read(new DeviceReadings(
                "d",
                "p",
                0,
                DeviceReadings.Status.COMPLETE,
                List.of(Reading.text("t", Reading.Kind.IDENTITY, longText, ""))));
        assertEquals(
                Intake.TEXT_LENGTH_MAX,
                String.valueOf(other.take().polls().get(0).readings().get(0).text())
                        .length());
        assertEquals(1, counters.get(Counter.READINGS_CUT));
    }
}
