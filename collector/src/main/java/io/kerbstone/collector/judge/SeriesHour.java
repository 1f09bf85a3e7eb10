package io.kerbstone.collector.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The numbers of one series of a device in one hour. Packed form, version 1: {@code octet 1, u count}, then of each
 * {@code u ms since the one before (of the first: in the hour)} and its value: {@code u zigzag(difference of the value in
 * thousandths) * 2} when it is a whole number of thousandths, else {@code u 1} and eight bytes of the double. Not
 * thread-safe.
 */
final class SeriesHour implements Packed {
    /** Most numbers of one hour; further ones are not kept here (the archive has them). */
    static final int MAX_NUMBERS = 3_600;

    static final int VERSION = 1;

    private static final byte[] EMPTY = {VERSION, 0};
    private static final double THOUSAND = 1000;
    private static final double LARGEST_SCALED = 1e15;

    private final long hour;
    private byte[] packed;
    private final TreeMap<Long, Double> fresh = new TreeMap<>();

    SeriesHour(long hour) {
        this(hour, EMPTY);
    }

    SeriesHour(long hour, byte[] packed) {
        this.hour = hour;
        this.packed = packed;
    }

    /** Adds a number; of two at one millisecond the greater stays, so that order does not matter. */
    void add(long atMs, double value) {
        if (fresh.size() >= MAX_NUMBERS) {
            pack();
        }
        fresh.merge(atMs, value, Math::max);
    }

    /** The numbers by time, ms since 1970 UTC. */
    NavigableMap<Long, Double> numbers() {
        NavigableMap<Long, Double> all = unpack(hour, packed);
        fresh.forEach((atMs, value) -> all.merge(atMs, value, Math::max));
        while (all.size() > MAX_NUMBERS) {
            all.pollLastEntry();
        }
        return all;
    }

    @Override
    public boolean isEmpty() {
        return fresh.isEmpty() && packed.length == EMPTY.length;
    }

    @Override
    public byte[] pack() {
        if (!fresh.isEmpty()) {
            packed = pack(hour, numbers());
            fresh.clear();
        }
        return packed.clone();
    }

    private static byte[] pack(long hour, Map<Long, Double> numbers) {
        ByteWriter out = new ByteWriter().octet(VERSION).unsigned(numbers.size());
        long lastMs = hour * BaseIntervals.HOUR_MS;
        long last = 0;
        for (Map.Entry<Long, Double> number : numbers.entrySet()) {
            out.unsigned(number.getKey() - lastMs);
            lastMs = number.getKey();
            double scaled = number.getValue() * THOUSAND;
            if (isExact(number.getValue(), scaled)) {
                long difference = (long) scaled - last;
                out.unsigned(((difference << 1) ^ (difference >> 63)) << 1);
                last = (long) scaled;
            } else {
                out.unsigned(1).eight(Double.doubleToLongBits(number.getValue()));
            }
        }
        return out.toBytes();
    }

    private static boolean isExact(double value, double scaled) {
        return Math.abs(scaled) < LARGEST_SCALED
                && scaled == Math.rint(scaled)
                && Double.doubleToLongBits((long) scaled / THOUSAND) == Double.doubleToLongBits(value);
    }

    private static NavigableMap<Long, Double> unpack(long hour, byte[] packed) {
        ByteReader in = new ByteReader(packed);
        in.version(VERSION);
        int count = in.count();
        TreeMap<Long, Double> numbers = new TreeMap<>();
        long atMs = hour * BaseIntervals.HOUR_MS;
        long last = 0;
        for (int i = 0; i < count; i++) {
            atMs += in.unsigned();
            long coded = in.unsigned();
            if ((coded & 1) == 1) {
                numbers.put(atMs, Double.longBitsToDouble(in.eight()));
            } else {
                long zigzag = coded >>> 1;
                last += (zigzag >>> 1) ^ -(zigzag & 1);
                numbers.put(atMs, last / THOUSAND);
            }
        }
        return numbers;
    }

    /** The numbers, ascending by time. */
    static List<Figures.Point> points(NavigableMap<Long, Double> numbers) {
        List<Figures.Point> points = new ArrayList<>();
        numbers.forEach((atMs, value) -> points.add(new Figures.Point(atMs, value)));
        return points;
    }
}
