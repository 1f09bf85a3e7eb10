package io.kerbstone.collector.judge;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many frames wait for the date, by boot. Packed form, version 1: {@code octet 1, u count}, of each {@code text boot,
 * u frames}. Not thread-safe.
 */
final class WaitingFrames implements Packed {
    /** Most boots listed; further ones wait as well, but are not counted here. */
    static final int MAX_BOOTS = 20_000;

    private static final int VERSION = 1;

    private final TreeMap<String, Long> framesByBoot = new TreeMap<>();

    WaitingFrames() {}

    WaitingFrames(byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        for (int left = in.count(); left > 0; left--) {
            framesByBoot.put(in.text(), in.unsigned());
        }
    }

    /** So many frames of a boot wait; 0 for none. */
    void put(String bootKey, long frames) {
        if (frames == 0) {
            framesByBoot.remove(bootKey);
        } else if (framesByBoot.size() < MAX_BOOTS || framesByBoot.containsKey(bootKey)) {
            framesByBoot.put(bootKey, frames);
        }
    }

    /** Frames of all boots whose key begins so. */
    long of(String prefix) {
        return framesByBoot.tailMap(prefix).entrySet().stream()
                .takeWhile(boot -> boot.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public boolean isEmpty() {
        return framesByBoot.isEmpty();
    }

    @Override
    public byte[] pack() {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(framesByBoot.size());
        framesByBoot.forEach((boot, frames) -> out.text(boot).unsigned(frames));
        return out.toBytes();
    }
}
