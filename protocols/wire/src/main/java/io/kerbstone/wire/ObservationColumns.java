package io.kerbstone.wire;

import io.kerbstone.identity.Certificates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Observations of all paths of a frame as one byte string ({@code docs/wire-format.md}, "Columns";
 * {@code docs/decisions/0021} says why not plain CBOR). Blocks follow each other; each says only how it differs from
 * the one before. Stateless.
 */
final class ObservationColumns {
    private static final int SAME_COUNT = 1;
    private static final int SAME_ERROR_BOUND = 2;
    private static final int SAME_STEP = 4;
    private static final int HAS_EXCEPTIONS = 8;
    private static final int FLAGS_KNOWN = 15;
    private static final int TIME_K_BITS = 3;
    private static final int TIME_K_MAX = (1 << TIME_K_BITS) - 1;
    private static final int DELAY_K_MAX = 31;
    private static final long SENT_AT_UNITS_MAX = Long.MAX_VALUE / ObservationBlock.TIME_UNIT_NS;
    private static final int DELAY_UNITS_MAX = (int) (FrameLimits.DELAY_NS_MAX / ObservationBlock.DELAY_UNIT_NS) + 1;

    private ObservationColumns() {}

    /** What a block leaves for the next one to refer to. */
    private static final class Previous {
        String pathId = "";
        int count;
        int errorBoundUnits;
        long firstUnits;
        long stepUnits;
        long baseUnits;

        Previous(long clockNs) {
            this.firstUnits = Math.floorDiv(clockNs, ObservationBlock.TIME_UNIT_NS);
        }
    }

    static byte[] encode(List<ObservationBlock> blocks, long clockNs) {
        Bits.Writer out = new Bits.Writer();
        out.varint(blocks.size());
        Previous previous = new Previous(clockNs);
        for (ObservationBlock block : blocks) {
            encodeBlock(block, previous, out);
        }
        return out.toBytes();
    }

    private static void encodeBlock(ObservationBlock block, Previous previous, Bits.Writer out) {
        int size = block.size();
        long[] delays = delaysOf(block);
        long step = size < 2 ? previous.stepUnits : medianStep(block);
        encodeId(block.pathId(), previous, out);
        boolean hasExceptions = delays.length < size;
        int flags = (size == previous.count ? SAME_COUNT : 0)
                | (block.errorBoundUnits() == previous.errorBoundUnits ? SAME_ERROR_BOUND : 0)
                | (step == previous.stepUnits ? SAME_STEP : 0)
                | (hasExceptions ? HAS_EXCEPTIONS : 0);
        out.octet(flags);
        if ((flags & SAME_COUNT) == 0) {
            out.varint(size);
        }
        if ((flags & SAME_ERROR_BOUND) == 0) {
            out.varint(block.errorBoundUnits());
        }
        if (hasExceptions) {
            encodeExceptions(block, out);
        }
        out.varint(Bits.zigzag(block.sentAtUnits(0) - previous.firstUnits));
        if ((flags & SAME_STEP) == 0) {
            out.varint(Bits.zigzag(step - previous.stepUnits));
        }
        previous.count = size;
        previous.errorBoundUnits = block.errorBoundUnits();
        previous.firstUnits = block.sentAtUnits(0);
        previous.stepUnits = step;
        encodeResiduals(block, delays, previous, out);
    }

    private static void encodeResiduals(ObservationBlock block, long[] delays, Previous previous, Bits.Writer out) {
        long[] times = new long[block.size() - 1];
        for (int i = 0; i < times.length; i++) {
            times[i] = Bits.zigzag(block.sentAtUnits(i + 1) - block.sentAtUnits(i) - previous.stepUnits);
        }
        long base = delays.length == 0 ? previous.baseUnits : median(delays);
        for (int i = 0; i < delays.length; i++) {
            delays[i] = Bits.zigzag(delays[i] - base);
        }
        int timeK = bestK(times, TIME_K_MAX);
        int delayK = bestK(delays, DELAY_K_MAX);
        out.octet(delayK << TIME_K_BITS | timeK);
        if (delays.length > 0) {
            out.varint(Bits.zigzag(base - previous.baseUnits));
            previous.baseUnits = base;
        }
        for (long time : times) {
            out.rice(time, timeK);
        }
        for (long delay : delays) {
            out.rice(delay, delayK);
        }
        out.align();
    }

    private static void encodeId(String pathId, Previous previous, Bits.Writer out) {
        int shared = sharedChars(previous.pathId, pathId);
        out.varint(shared);
        out.varint(pathId.length() - shared);
        for (int i = shared; i < pathId.length(); i++) {
            out.octet(pathId.charAt(i));
        }
        previous.pathId = pathId;
    }

    static int sharedChars(String one, String other) {
        int end = Math.min(one.length(), other.length());
        int shared = 0;
        while (shared < end && one.charAt(shared) == other.charAt(shared)) {
            shared++;
        }
        return shared;
    }

    /** Runs of equal codes other than replied: distance from the last run's end, length less one, code. */
    private static void encodeExceptions(ObservationBlock block, Bits.Writer out) {
        List<int[]> runs = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            if (block.isReplied(i)) {
                continue;
            }
            int start = i;
            while (i + 1 < block.size() && block.code(i + 1) == block.code(start)) {
                i++;
            }
            runs.add(new int[] {start, i, block.code(start)});
        }
        out.varint(runs.size());
        int end = 0;
        for (int[] run : runs) {
            out.varint(run[0] - end);
            out.varint(run[1] - run[0]);
            out.varint(run[2]);
            end = run[1] + 1;
        }
    }

    private static long[] delaysOf(ObservationBlock block) {
        long[] delays = new long[block.size()];
        int count = 0;
        for (int i = 0; i < block.size(); i++) {
            if (block.isReplied(i)) {
                delays[count++] = block.delayUnits(i);
            }
        }
        return Arrays.copyOf(delays, count);
    }

    private static long medianStep(ObservationBlock block) {
        long[] steps = new long[block.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = block.sentAtUnits(i + 1) - block.sentAtUnits(i);
        }
        return median(steps);
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static int bestK(long[] values, int kMax) {
        int best = 0;
        long fewestBits = Long.MAX_VALUE;
        for (int k = 0; k <= kMax; k++) {
            long bits = 0;
            for (long value : values) {
                bits += Bits.riceBits(value, k);
            }
            if (bits < fewestBits) {
                fewestBits = bits;
                best = k;
            }
        }
        return best;
    }

    static List<ObservationBlock> decode(byte[] bytes, long clockNs, FrameLimits limits) throws WireException {
        Bits.Reader in = new Bits.Reader(bytes);
        int count = in.varint("the number of paths", 0, limits.blocks());
        List<ObservationBlock> blocks = new ArrayList<>(Math.min(count, bytes.length));
        Previous previous = new Previous(clockNs);
        int observations = 0;
        try {
            for (int i = 0; i < count; i++) {
                int most = Math.min(limits.observationsPerBlock(), limits.observations() - observations);
                ObservationBlock block = decodeBlock(in, previous, most);
                observations += block.size();
                blocks.add(block);
            }
        } catch (ArithmeticException e) {
            throw WireException.malformed("a time or delay does not fit 64 bits");
        }
        if (!in.isAtEnd()) {
            throw WireException.malformed("bytes follow the last block of observations");
        }
        return blocks;
    }

    private static ObservationBlock decodeBlock(Bits.Reader in, Previous previous, int countMax) throws WireException {
        previous.pathId = decodeId(in, previous.pathId);
        int flags = in.octet();
        if ((flags & ~FLAGS_KNOWN) != 0) {
            throw WireException.unsupported("a block of observations has flags of a later version");
        }
        if ((flags & SAME_COUNT) == 0) {
            previous.count = in.varint("the number of observations of a path", 1, countMax);
        }
        int count = previous.count;
        // The first residual needs at least one bit for each observation but the first.
        if (count < 1 || count > countMax || count - 1 > in.remainingBits()) {
            throw WireException.tooLarge("a block claims more observations than there can be: " + count);
        }
        if ((flags & SAME_ERROR_BOUND) == 0) {
            previous.errorBoundUnits = in.varint("an error bound", 0, DELAY_UNITS_MAX);
        }
        byte[] codes = new byte[count];
        int replies = (flags & HAS_EXCEPTIONS) == 0 ? count : count - decodeExceptions(in, codes);
        long first = checkedTime(Math.addExact(previous.firstUnits, Bits.unzigzag(in.varint())));
        previous.firstUnits = first;
        if ((flags & SAME_STEP) == 0) {
            previous.stepUnits = Math.addExact(previous.stepUnits, Bits.unzigzag(in.varint()));
        }
        return decodeResiduals(in, previous, codes, replies);
    }

    private static ObservationBlock decodeResiduals(Bits.Reader in, Previous previous, byte[] codes, int replies)
            throws WireException {
        int parameters = in.octet();
        int timeK = parameters & TIME_K_MAX;
        int delayK = parameters >>> TIME_K_BITS;
        if (replies > 0) {
            previous.baseUnits = Math.addExact(previous.baseUnits, Bits.unzigzag(in.varint()));
        }
        long[] times = new long[codes.length];
        times[0] = previous.firstUnits;
        for (int i = 1; i < times.length; i++) {
            long delta = Math.addExact(previous.stepUnits, Bits.unzigzag(in.rice(timeK)));
            times[i] = checkedTime(Math.addExact(times[i - 1], delta));
        }
        int[] delays = new int[codes.length];
        for (int i = 0; i < delays.length; i++) {
            if (codes[i] == OutcomeCodes.REPLIED) {
                delays[i] = checkedDelay(Math.addExact(previous.baseUnits, Bits.unzigzag(in.rice(delayK))));
            }
        }
        in.align();
        return new ObservationBlock(previous.pathId, times, delays, codes, previous.errorBoundUnits);
    }

    private static String decodeId(Bits.Reader in, String previousId) throws WireException {
        int shared = in.varint("the shared part of a path id", 0, previousId.length());
        int length = in.varint("the length of a path id", 0, FrameLimits.ID_CHARS_MAX - shared);
        String id = previousId.substring(0, shared) + in.latin(length);
        if (!Certificates.isId(id)) {
            throw WireException.malformed("a path id is empty or has other characters than letters, digits, . _ -");
        }
        return id;
    }

    /** Fills in the codes and returns how many observations are exceptions. */
    private static int decodeExceptions(Bits.Reader in, byte[] codes) throws WireException {
        int runs = in.varint("the number of runs of exceptions", 1, codes.length);
        int at = 0;
        int exceptions = 0;
        for (int run = 0; run < runs; run++) {
            int start = at + in.varint("the start of a run of exceptions", 0, (long) codes.length - 1 - at);
            int length = 1 + in.varint("the length of a run of exceptions", 0, (long) codes.length - 1 - start);
            long code = in.varint();
            if (!OutcomeCodes.isKnownException(code)) {
                throw WireException.unsupported("an outcome code of a later version: " + code);
            }
            at = start + length;
            Arrays.fill(codes, start, at, (byte) code);
            exceptions += length;
        }
        return exceptions;
    }

    private static long checkedTime(long units) {
        if (units > SENT_AT_UNITS_MAX || units < -SENT_AT_UNITS_MAX) {
            throw new ArithmeticException("time");
        }
        return units;
    }

    private static int checkedDelay(long units) {
        if (units < 0 || units > DELAY_UNITS_MAX) {
            throw new ArithmeticException("delay");
        }
        return (int) units;
    }
}
