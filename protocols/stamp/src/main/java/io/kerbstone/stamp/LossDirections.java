package io.kerbstone.stamp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells on which way unanswered packets of one session were lost, from the numbers that a stateful reflector gives to
 * what reaches it ({@code docs/decisions/0161-direction-of-loss.md}). A number between others that no answer carries
 * belongs to a packet that arrived and whose answer was lost: it is given to the unanswered packet nearest to where the
 * next higher number says it must be. Unanswered packets without a number were lost on the way there. So the counts of
 * both directions are right whatever was overtaken; where both happened within one gap nobody knows which was which, and
 * the earlier ones are called lost on the way there.
 *
 * <p>A packet is judged when one sent a waiting time later was answered, so that no overtaking in time can change the
 * counts. Numbers that cannot come from the same run of the reflector (it restarted, forgot the session, or counts for
 * others too) begin a new epoch, and what lies across stays unknown. So does everything while the reflector's numbers
 * equal ours: then it is stateless.
 *
 * <p>All times monotonic, ns. Owned by one thread.
 */
final class LossDirections {
    /** Most packets remembered; beyond that what is not judged stays unknown. */
    static final int PACKETS_MAX = 8_192;

    /** Furthest from its expected place that a number is given to a packet, and most that numbers may leap. */
    static final int REACH_MAX = 64;

    private static final int NUMBERS_TIDY = 64;

    private final long waitingTimeNs;
    private final To to;
    private List<Packet> packets = new ArrayList<>();
    /** Which packet has the number; a number explained without an answer is here too. */
    private final TreeMap<Long, Long> numbers = new TreeMap<>();

    private Kind kind = Kind.UNKNOWN;
    /** Numbers up to this one are dealt with. */
    private long floor = -1;
    /** Packets up to this one lie before the epoch. */
    private long before;

    /** Whether the epoch has a number yet that others can be compared with. */
    private boolean hasNumbers;

    private long lastNumber;
    private int silent;
    private long epochs;
    private long unexplained;

    /** What the reflector's numbers say of it. */
    enum Kind {
        /** Nothing was answered yet. */
        UNKNOWN,
        /** Copies our numbers. */
        STATELESS,
        /** Counts by itself. */
        STATEFUL
    }

    /** Where a packet was lost. */
    enum Direction {
        /** On the way there. */
        FORWARD,
        /** On the way back. */
        RETURN,
        /** Nobody can tell. */
        UNKNOWN
    }

    /** Takes the answers. */
    @FunctionalInterface
    interface To {
        /** The unanswered packet of that number was lost on this way. */
        void lost(long sequence, Direction direction);
    }

    private enum State {
        /** May still be answered. */
        WAITING,
        /** Answered, in time or late. */
        ANSWERED,
        /** Not answered; its direction is to be found. */
        SILENT,
        /** Did not reach the reflector: an error said so. */
        REFUSED,
        /** Not answered, nothing is asked about it any more. */
        SETTLED
    }

    private static final class Packet {
        private final long sequence;
        private final long sentNs;
        private State state = State.WAITING;
        private boolean hasNumber;
        private long silentSinceNs;

        private Packet(long sequence, long sentNs) {
            this.sequence = sequence;
            this.sentNs = sentNs;
        }

        private boolean mayOwnANumber() {
            return !hasNumber && state != State.ANSWERED && state != State.REFUSED;
        }
    }

    /**
     * For a session whose first packet has number {@code first}; the reflector's first number is 0 (RFC 5357, 4.2.1).
     *
     * @param waitingTimeNs as the packets wait
     */
    LossDirections(long first, long waitingTimeNs, To to) {
        before = first - 1;
        this.waitingTimeNs = waitingTimeNs;
        this.to = to;
    }

    Kind kind() {
        return kind;
    }

    /** How often the reflector's numbers began anew. */
    long epochs() {
        return epochs;
    }

    /** Numbers that no unanswered packet of ours can have: the network doubled a packet and lost the second answer. */
    long unexplained() {
        return unexplained;
    }

    /** A packet was sent; numbers rise by one. */
    void sent(long sequence, long nowNs) {
        if (packets.size() == PACKETS_MAX) {
            packets.forEach(this::giveUp);
            packets = new ArrayList<>(packets.subList(PACKETS_MAX / 2, PACKETS_MAX));
            packets.removeIf(one -> one.state != State.WAITING);
            begin(sequence - 1);
        }
        packets.add(new Packet(sequence, nowNs));
    }

    /**
     * An answer came, in time or late, for the first time or again.
     *
     * @param number 32 bits from the reflector
     */
    void answered(long sequence, int number, long nowNs) {
        Optional<Packet> packet = find(sequence);
        boolean isNew = packet.isPresent() && packet.get().state != State.ANSWERED;
        packet.ifPresent(one -> {
            giveUp(one);
            one.state = State.ANSWERED;
        });
        if (number == (int) sequence) {
            becomeStateless();
            return;
        }
        boolean isOutdated = packet.isEmpty() || nowNs - packet.get().sentNs > 2 * waitingTimeNs;
        if (isNew && kind == Kind.STATELESS) {
            begin(sequence - 1);
        }
        if (isNew && kind == Kind.UNKNOWN && Integer.toUnsignedLong(number) >= lastSent() - before) {
            begin(sequence - 1);
        }
        if (isNew || kind == Kind.STATEFUL) {
            kind = Kind.STATEFUL;
            arrive(sequence, number, isOutdated);
        }
    }

    /** The waiting time of a packet is over: its direction will be told, at the latest by {@link #expire}. */
    void unanswered(long sequence, long nowNs) {
        find(sequence).ifPresent(packet -> {
            packet.state = State.SILENT;
            packet.silentSinceNs = nowNs;
            silent++;
            if (kind == Kind.STATELESS || sequence <= before) {
                giveUp(packet);
            }
        });
    }

    /** An error said that the packet did not reach the reflector. */
    void refused(long sequence) {
        find(sequence).ifPresent(packet -> packet.state = State.REFUSED);
    }

    /** The packet ended in a way that says nothing of the network. */
    void settled(long sequence) {
        find(sequence).ifPresent(packet -> packet.state = State.SETTLED);
    }

    /** Gives up those that have been silent since before the given time. */
    void expire(long beforeNs) {
        if (silent > 0) {
            packets.stream()
                    .filter(packet -> packet.state == State.SILENT && packet.silentSinceNs - beforeNs < 0)
                    .forEach(this::giveUp);
        }
    }

    /** Whether something waits to be told its direction. */
    boolean isPending() {
        return silent > 0;
    }

    /** Tells what can be told now. */
    void judge(long nowNs) {
        if (silent == 0 && numbers.size() < NUMBERS_TIDY && packets.size() < NUMBERS_TIDY) {
            return;
        }
        if (kind == Kind.STATEFUL) {
            latestSure(nowNs).ifPresent(last -> judgeUpTo(last, nowNs));
        }
        tidy(nowNs);
    }

    /** The highest number of a packet old enough that whatever arrived before it has been heard of. */
    private Optional<Long> latestSure(long nowNs) {
        return numbers.descendingMap().entrySet().stream()
                .filter(one -> find(one.getValue())
                        .map(packet -> packet.state == State.ANSWERED && nowNs - packet.sentNs >= waitingTimeNs)
                        .orElse(true))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void judgeUpTo(long number, long nowNs) {
        if (!explainMissing(number)) {
            return;
        }
        Packet last = null;
        for (Packet packet : packets) {
            if (packet.state == State.ANSWERED && nowNs - packet.sentNs >= waitingTimeNs) {
                last = packet;
            }
        }
        for (Packet packet : packets) {
            if (last == null || last.sentNs - packet.sentNs < waitingTimeNs) {
                return;
            }
            end(packet, packet.hasNumber ? Direction.RETURN : Direction.FORWARD);
        }
    }

    /** Gives every missing number below the given one to a packet; false when one may belong to a packet that waits. */
    private boolean explainMissing(long below) {
        boolean isComplete = true;
        long place = numbers.getOrDefault(below, 0L);
        for (long number = below - 1; number > floor; number--) {
            place = numbers.getOrDefault(number, place - 1);
            if (numbers.containsKey(number)) {
                continue;
            }
            Optional<Packet> owner = nearestOwner(place);
            if (owner.isPresent() && owner.get().state == State.WAITING) {
                isComplete = false;
                continue;
            }
            owner.ifPresent(packet -> packet.hasNumber = true);
            unexplained += owner.isPresent() ? 0 : 1;
            numbers.put(number, place);
        }
        return isComplete;
    }

    private Optional<Packet> nearestOwner(long place) {
        Packet nearest = null;
        for (Packet packet : packets) {
            long distance = Math.abs(packet.sequence - place);
            boolean isNearer = nearest == null || distance <= Math.abs(nearest.sequence - place);
            if (packet.sequence > before && distance <= REACH_MAX && isNearer && packet.mayOwnANumber()) {
                nearest = packet;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private void giveUp(Packet packet) {
        end(packet, Direction.UNKNOWN);
    }

    private void end(Packet packet, Direction direction) {
        if (packet.state == State.SILENT) {
            packet.state = State.SETTLED;
            silent--;
            to.lost(packet.sequence, packet.sequence <= before ? Direction.UNKNOWN : direction);
        }
    }

    private long lastSent() {
        return packets.get(packets.size() - 1).sequence;
    }

    private void arrive(long sequence, int number, boolean isOutdated) {
        long wide = hasNumbers ? lastNumber + (number - (int) lastNumber) : Integer.toUnsignedLong(number);
        Long owner = numbers.get(wide);
        if ((owner != null && owner == sequence) || isOutdated) {
            return; // the network doubled the answer, or it is too late to matter
        }
        if (hasNumbers && (owner != null || wide <= floor || !isPossible(sequence, wide))) {
            begin(sequence - 1);
            wide = Integer.toUnsignedLong(number);
        }
        if (!hasNumbers && epochs > 0) {
            floor = wide;
        }
        lastNumber = hasNumbers ? Math.max(lastNumber, wide) : wide;
        hasNumbers = true;
        numbers.put(wide, sequence);
    }

    /** Whether the number goes with the others: no leap, and no packet overtaken by one sent a waiting time later. */
    private boolean isPossible(long sequence, long number) {
        if (numbers.isEmpty()) {
            return true;
        }
        if (number > numbers.lastKey()
                && number - numbers.lastKey() > sequence - numbers.lastEntry().getValue() + REACH_MAX) {
            return false;
        }
        long sentNs = find(sequence).map(packet -> packet.sentNs).orElse(Long.MIN_VALUE);
        return sentNs == Long.MIN_VALUE
                || numbers.tailMap(number).values().stream()
                        .flatMap(other -> find(other).stream())
                        .noneMatch(other -> sentNs - other.sentNs >= waitingTimeNs);
    }

    private void becomeStateless() {
        if (kind != Kind.STATELESS) {
            epochs += kind == Kind.STATEFUL ? 1 : 0;
            kind = Kind.STATELESS;
            numbers.clear();
            packets.forEach(this::giveUp);
        }
    }

    /** A new epoch: what is silent, or was sent, before the packet after this one was lost across the change. */
    private void begin(long upTo) {
        packets.stream().filter(one -> one.sequence <= upTo).forEach(this::giveUp);
        epochs++;
        before = upTo;
        numbers.clear();
        hasNumbers = false;
    }

    /** Forgets what nothing that is still to come can concern. */
    private void tidy(long nowNs) {
        int gone = 0;
        while (gone < packets.size()
                && packets.get(gone).state != State.WAITING
                && packets.get(gone).state != State.SILENT
                && nowNs - packets.get(gone).sentNs > 3 * waitingTimeNs) {
            gone++;
        }
        packets.subList(0, gone).clear();
        while (numbers.size() > 1 && find(numbers.firstEntry().getValue()).isEmpty()) {
            floor = numbers.firstKey();
            numbers.remove(floor);
        }
    }

    private Optional<Packet> find(long sequence) {
        if (packets.isEmpty()) {
            return Optional.empty();
        }
        long at = sequence - packets.get(0).sequence;
        boolean isThere = at >= 0 && at < packets.size() && packets.get((int) at).sequence == sequence;
        return isThere
                ? Optional.of(packets.get((int) at))
                : packets.stream().filter(one -> one.sequence == sequence).findFirst();
    }
}
