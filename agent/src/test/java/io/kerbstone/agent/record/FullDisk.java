package io.kerbstone.agent.record;

import io.kerbstone.agent.journal.JournalStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A real store whose disk can be full: then nothing is written. */
final class FullDisk implements JournalStore {
    volatile boolean isFull;

    private final JournalStore store;

    FullDisk(JournalStore store) {
        this.store = store;
    }

    private void check() throws IOException {
        if (isFull) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<String> names() throws IOException {
        return store.names();
    }

    @Override
    public long size(String name) throws IOException {
        return store.size(name);
    }

    @Override
    public void create(String name, byte[] header) throws IOException {
        check();
        store.create(name, header);
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        check();
        store.append(name, bytes);
    }

    @Override
    public void force(String name) throws IOException {
        store.force(name);
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        return store.read(name, offset, length);
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        store.truncate(name, size);
    }

    @Override
    public void delete(String name) throws IOException {
        store.delete(name);
    }

    @Override
    public void setAside() throws IOException {
        store.setAside();
    }

    @Override
    public Optional<byte[]> readNote() throws IOException {
        return store.readNote();
    }

    @Override
    public void writeNote(byte[] note) throws IOException {
        check();
        store.writeNote(note);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
