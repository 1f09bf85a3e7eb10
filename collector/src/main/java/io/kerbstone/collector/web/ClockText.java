package io.kerbstone.collector.web;

import io.kerbstone.collector.judge.AgentClock;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.settings.Durations;
import io.kerbstone.time.ClockState;
import java.util.ArrayList;
import java.util.List;

/** An agent's clock in words, the most important first. Stateless. */
final class ClockText {
    private static final long NS_PER_MS = 1_000_000;

    private ClockText() {}

    static List<String> of(AgentClock clock, long waitingFrames, Messages words) {
        ClockState state = clock.state();
        List<String> lines = new ArrayList<>();
        lines.add(state.date()
                .map(date -> words.get("agent.clock.known", duration(date.errorNs() + NS_PER_MS)))
                .orElse(words.get("agent.clock.unknown")));
        if (state.isContested()) {
            lines.add(words.get("agent.clock.contested"));
        }
        state.offsetNs()
                .map(Math::abs)
                .filter(offsetNs -> offsetNs >= NS_PER_MS)
                .ifPresent(offsetNs -> lines.add(words.get("agent.clock.offset", duration(offsetNs))));
        if (!state.synchronised()) {
            lines.add(words.get("agent.clock.unsynchronised"));
        }
        if (clock.steps() > 0) {
            lines.add(words.get("agent.clock.steps", clock.steps()));
        }
        if (state.suspendedNs() > 0) {
            lines.add(words.get("agent.clock.suspended", duration(state.suspendedNs())));
        }
        if (waitingFrames > 0) {
            lines.add(words.get("agent.clock.waiting", waitingFrames));
        }
        return lines;
    }

    private static String duration(long ns) {
        return Durations.text(ns / NS_PER_MS);
    }
}
