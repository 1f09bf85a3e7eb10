package io.kerbstone.agent.journal;

import io.kerbstone.wire.Epoch;
import java.nio.file.Path;
import java.util.Random;

/** A process that writes a journal until it is killed and prints each sequence once it is durable. */
final class JournalWriterProcess {
    private JournalWriterProcess() {}

    public static void main(String[] args) throws Exception {
        try (Journal journal = Journal.open(FolderStore.open(Path.of(args[0])), "agent-1", 1 << 20, () -> Epoch.random()
                .bytes())) {
            while (!System.out.checkError()) {
                byte[] frame = new byte[50 + (int) (journal.nextSequence() % 900)];
                new Random(journal.nextSequence()).nextBytes(frame);
                var loss = journal.lossBefore(frame.length);
                if (loss.isPresent()) {
                    journal.append(new byte[] {1, 2, 3});
                    journal.force();
                    journal.drop(loss.get(), journal.durableSequence());
                }
                journal.append(frame);
                journal.force();
                System.out.println(journal.durableSequence());
            }
        }
    }
}
