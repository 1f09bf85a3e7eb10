package io.kerbstone.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A set of sequences as sorted ranges that neither overlap nor touch. Immutable; safe for many threads.
 *
 * @param ranges from the lowest to the highest
 */
public record SequenceRanges(List<Range> ranges) {
    /** Nothing. */
    public static final SequenceRanges EMPTY = new SequenceRanges(List.of());
    /** Ranges that fit a message; {@link #first} cuts a longer set. */
    public static final int RANGES_MAX = 1024;

    private static final int TEXT_CHARS_MAX = 1 << 20;

    /**
     * All sequences from the first to the last, both included.
     *
     * @param from at least 1
     * @param to at least {@code from}
     */
    public record Range(long from, long to) {
        /** Checks the order. */
        public Range {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("not a range of sequences: " + from + "-" + to);
            }
        }

        /** Number of sequences. */
        public long count() {
            return to - from + 1;
        }
    }

    /** Copies the list and checks the order. */
    public SequenceRanges {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            // from > to + 1, without overflow.
            if (ranges.get(i).from() - 1 <= ranges.get(i - 1).to()) {
                throw new IllegalArgumentException("ranges must be sorted and must not touch");
            }
        }
    }

    /** One range. */
    public static SequenceRanges of(long from, long to) {
        return new SequenceRanges(List.of(new Range(from, to)));
    }

    /** Whether a sequence is there. Takes logarithmic time. */
    public boolean contains(long sequence) {
        int i = indexEndingAtOrAfter(sequence);
        return i < ranges.size() && ranges.get(i).from() <= sequence;
    }

    /** Whether nothing is there. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Number of sequences. */
    public long count() {
        return ranges.stream().mapToLong(Range::count).sum();
    }

    /** The highest sequence, 0 when there is none. */
    public long highest() {
        return ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).to();
    }

    /** With one more sequence. */
    public SequenceRanges plus(long sequence) {
        return plus(sequence, sequence);
    }

    /** With all of a range, ends included. */
    public SequenceRanges plus(long from, long to) {
        Range added = new Range(from, to);
        List<Range> result = new ArrayList<>(ranges.size() + 1);
        int first = indexEndingAtOrAfter(from - 1);
        int after = first;
        long low = from;
        long high = to;
        while (after < ranges.size() && ranges.get(after).from() - 1 <= added.to()) {
            low = Math.min(low, ranges.get(after).from());
            high = Math.max(high, ranges.get(after).to());
            after++;
        }
        result.addAll(ranges.subList(0, first));
        result.add(new Range(low, high));
        result.addAll(ranges.subList(after, ranges.size()));
        return new SequenceRanges(result);
    }

    /** With all of another set. */
    public SequenceRanges plus(SequenceRanges others) {
        SequenceRanges result = this;
        for (Range range : others.ranges) {
            result = result.plus(range.from(), range.to());
        }
        return result;
    }

    /** What is missing of a range, ends included; empty when {@code to} is below {@code from}. */
    public SequenceRanges missing(long from, long to) {
        List<Range> result = new ArrayList<>();
        long next = Math.max(from, 1);
        for (int i = indexEndingAtOrAfter(next); i < ranges.size() && next <= to; i++) {
            Range range = ranges.get(i);
            if (range.from() > next) {
                result.add(new Range(next, Math.min(to, range.from() - 1)));
            }
            if (range.to() >= to) {
                return new SequenceRanges(result);
            }
            next = range.to() + 1;
        }
        if (next <= to) {
            result.add(new Range(next, to));
        }
        return new SequenceRanges(result);
    }

    /** The lowest ranges, at most this many. */
    public SequenceRanges first(int count) {
        return ranges.size() <= count ? this : new SequenceRanges(ranges.subList(0, count));
    }

    /** Reads what {@link #toString} wrote; empty when the text is something else. */
    public static Optional<SequenceRanges> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(EMPTY);
        }
        if (text.length() > TEXT_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            List<Range> ranges = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                int dash = part.indexOf('-');
                long from = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
                ranges.add(new Range(from, dash < 0 ? from : Long.parseLong(part.substring(dash + 1))));
            }
            return Optional.of(new SequenceRanges(ranges));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** As {@code 1-5,7}; empty text for nothing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(range.from());
            if (range.to() > range.from()) {
                text.append('-').append(range.to());
            }
        }
        return text.toString();
    }

    private int indexEndingAtOrAfter(long sequence) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).to() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
