package io.kerbstone.agent.command;

import io.kerbstone.agent.journal.JournalView;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.wire.Decoded;
import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Frame;
import io.kerbstone.wire.FrameCodec;
import io.kerbstone.wire.Hash;
import io.kerbstone.wire.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a journal on disk without changing it: sound records, signatures, and the chain from frame to frame.
 *
 * @param view what is on disk
 * @param verified frames whose signature and place in the chain are right
 * @param problems what is wrong, with the sequence
 */
record JournalReport(JournalView view, long verified, List<Finding> problems) {
    /** Most problems listed. */
    static final int PROBLEMS_MAX = 100;

    JournalReport {
        problems = List.copyOf(problems);
    }

    /** One thing wrong. */
    record Finding(long sequence, String sentence) {}

    static JournalReport read(Path folder, String agentId, Optional<VerifyingKey> key) throws IOException {
        Check check = new Check(agentId, key);
        JournalView view = JournalView.read(folder, agentId, check::frame);
        view.holes()
                .forEach(hole ->
                        check.find(hole.fromSequence(), "frames from here to " + hole.toSequence() + " are damaged"));
        return new JournalReport(view, check.verified, check.problems);
    }

    private static final class Check {
        private final String agentId;
        private final Optional<VerifyingKey> key;
        private final List<Finding> problems = new ArrayList<>();
        private Hash previous = Hash.ZERO;
        private long expected;
        private long verified;

        Check(String agentId, Optional<VerifyingKey> key) {
            this.agentId = agentId;
            this.key = key;
        }

        void frame(long sequence, byte[] bytes, byte[] epoch) {
            if (key.isEmpty()) {
                return;
            }
            Decoded decoded = FrameCodec.decode(bytes);
            if (decoded instanceof Problem problem) {
                find(sequence, "cannot be read: " + problem.sentence());
                return;
            }
            Frame frame = (Frame) decoded;
            boolean isInPlace = frame.body().sequence() == sequence
                    && frame.body().agentId().equals(agentId)
                    && frame.body().epoch().equals(Epoch.of(epoch));
            if (!FrameCodec.verify(frame, key.get())) {
                find(sequence, "is not signed by this agent's key");
            } else if (!isInPlace) {
                find(sequence, "is the frame of another agent, epoch or sequence");
            } else if (expected == sequence && !frame.body().previous().equals(previous)) {
                find(sequence, "does not follow the frame before it");
            } else {
                verified++;
            }
            previous = frame.hash();
            expected = sequence + 1;
        }

        void find(long sequence, String sentence) {
            if (problems.size() < PROBLEMS_MAX) {
                problems.add(new Finding(sequence, sentence));
            }
        }
    }
}
