package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.linux.TunDevice;
import java.util.EnumMap;
import java.util.Map;

/** One direction of a link: where packets are read and written, their fates, and what was counted. One thread's. */
final class Direction {
    final String name;
    final TunDevice from;
    final TunDevice to;
    final Fates fates;
    final DelayLog delays = new DelayLog(DelayLog.MOST);
    private final Map<PacketKind, Tally> tallies = new EnumMap<>(PacketKind.class);
    private long nextNumber;
    private long newestDelivered = -1;

    Direction(String name, TunDevice from, TunDevice to, Fates fates) {
        this.name = name;
        this.from = from;
        this.to = to;
        this.fates = fates;
        for (PacketKind kind : PacketKind.values()) {
            tallies.put(kind, new Tally());
        }
    }

    Tally tally(PacketKind kind) {
        Tally tally = tallies.get(kind);
        if (tally == null) {
            throw new IllegalStateException("BUG: every kind has a tally");
        }
        return tally;
    }

    long nextNumber() {
        return nextNumber++;
    }

    /** Notes the delivery of packet number so and so; whether a later one came before it. */
    boolean isOvertaken(long number) {
        boolean overtaken = number < newestDelivered;
        newestDelivered = Math.max(newestDelivered, number);
        return overtaken;
    }

    /** All kinds together; multicast is not among them, for the link does not carry it. */
    Tally sum() {
        Tally sum = new Tally();
        tallies.forEach((kind, tally) -> {
            if (kind != PacketKind.MULTICAST) {
                sum.add(tally);
            }
        });
        return sum;
    }

    ObjectNode json() {
        ObjectNode json = sum().json();
        tallies.forEach((kind, tally) -> {
            if (kind != PacketKind.MULTICAST) {
                json.set(kind.label(), tally.json());
            }
        });
        json.put("multicastIgnored", tally(PacketKind.MULTICAST).read());
        json.set("delayUs", delays.figures().json());
        return json;
    }
}
