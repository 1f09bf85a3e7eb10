package io.kerbstone.rigs.link;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a link really did, read after it has ended. Immutable from then on.
 *
 * @param plan what it was to do
 * @param startedUnixMs wall clock when the relay began; cuts count from there
 * @param ranNs how long it ran, by the monotonic clock
 * @param forwardTally packets from the near side to the far one
 * @param backTally packets the other way
 * @param udpForward the UDP packets among the former
 * @param udpBack the UDP packets among the latter
 * @param echoes requests and replies together
 * @param lostBeforeRelay packets that the kernel threw away before the relay could read them
 * @param json all of it, as the rig prints it
 */
public record Truth(
        LinkPlan plan,
        long startedUnixMs,
        long ranNs,
        Tally forwardTally,
        Tally backTally,
        Tally udpForward,
        Tally udpBack,
        Echoes echoes,
        long lostBeforeRelay,
        ObjectNode json) {
    private static final double NS_PER_S = 1e9;

    /** What the relay counted. */
    static Truth of(LinkPlan plan, Relay relay, long startedUnixMs, long lostBeforeRelay) {
        Tally there = relay.forward().sum();
        Tally back = relay.back().sum();
        Echoes echoes = relay.echoes();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rig", "impaired-link")
                .put("seed", plan.seed())
                .put("exact", isExact(there, back, lostBeforeRelay))
                .put("startedUnixMs", startedUnixMs)
                .put("seconds", relay.ranNs() / NS_PER_S)
                .put("lostBeforeRelay", lostBeforeRelay);
        json.set("forward", relay.forward().json());
        json.set("return", relay.back().json());
        json.set("echo", echoes.json());
        return new Truth(
                plan,
                startedUnixMs,
                relay.ranNs(),
                there,
                back,
                relay.forward().tally(PacketKind.UDP),
                relay.back().tally(PacketKind.UDP),
                echoes,
                lostBeforeRelay,
                json);
    }

    /** Whether the rig itself lost nothing, so that every loss was planned. */
    public boolean isExact() {
        return isExact(forwardTally, backTally, lostBeforeRelay);
    }

    private static boolean isExact(Tally there, Tally back, long lostBeforeRelay) {
        return there.lostByRig() + back.lostByRig() + lostBeforeRelay == 0;
    }
}
