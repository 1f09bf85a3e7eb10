package io.kerbstone.agent.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A journal's files in memory, with a disk that can be full and writes that can be torn. */
final class MemoryStore implements JournalStore {
    final TreeMap<String, byte[]> files = new TreeMap<>();
    long roomBytes = Long.MAX_VALUE;
    boolean isTruncateBroken;
    private byte[] note = {};
    int setAsides;

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String name) {
        return files.get(name).length;
    }

    @Override
    public void create(String name, byte[] header) throws IOException {
        if (used() + header.length > roomBytes) {
            throw new IOException("No space left on device");
        }
        files.put(name, header.clone());
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        int taken = (int) Math.min(bytes.length, Math.max(0, roomBytes - used()));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(files.get(name));
        all.write(bytes, 0, taken);
        files.put(name, all.toByteArray());
        if (taken < bytes.length) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void force(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalStateException("no file " + name);
        }
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        byte[] file = files.get(name);
        int to = (int) Math.min(file.length, offset + length);
        return offset >= file.length ? new byte[0] : Arrays.copyOfRange(file, (int) offset, to);
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        if (isTruncateBroken) {
            throw new IOException("Input/output error");
        }
        files.put(name, Arrays.copyOf(files.get(name), (int) size));
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void setAside() {
        files.clear();
        note = new byte[0];
        setAsides++;
    }

    @Override
    public Optional<byte[]> readNote() {
        return note.length == 0 ? Optional.empty() : Optional.of(note);
    }

    @Override
    public void writeNote(byte[] bytes) {
        note = bytes.clone();
    }

    @Override
    public void close() {
        // nothing is open
    }

    long used() {
        return files.values().stream().mapToLong(file -> file.length).sum();
    }
}
