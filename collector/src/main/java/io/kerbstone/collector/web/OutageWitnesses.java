package io.kerbstone.collector.web;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Ledger;
import io.kerbstone.measurement.Outage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which members of a group saw an outage of it, and which could not see, in words. Stateless. */
final class OutageWitnesses {
    /** Most outages that are explained. */
    static final int NOTES_MAX = 40;
    /** Most members named; further ones are only counted. */
    static final int NAMES_MAX = 6;

    private OutageWitnesses() {}

    static Map<Outage, String> notes(List<Outage> outages, List<GroupPages.Member> members, Messages words) {
        Map<Outage, String> notes = new HashMap<>();
        outages.stream().limit(NOTES_MAX).forEach(outage -> notes.put(outage, note(outage, members, words)));
        return notes;
    }

    private static String note(Outage outage, List<GroupPages.Member> members, Messages words) {
        List<String> down = those(outage, members, IntervalState.DOWN);
        List<String> up = those(outage, members, IntervalState.UP);
        String seen = words.get("witness.down", down.size(), members.size(), names(down, words));
        List<String> blind = members.stream()
                .map(OutageWitnesses::nameOf)
                .filter(name -> !down.contains(name) && !up.contains(name))
                .toList();
        return blind.isEmpty() ? seen : seen + " " + words.get("witness.unknown", names(blind, words));
    }

    /** The members that were in the state at any time of the outage. */
    private static List<String> those(Outage outage, List<GroupPages.Member> members, IntervalState state) {
        return members.stream()
                .filter(member -> isAny(member.indicators().ledger(), outage, state))
                .map(OutageWitnesses::nameOf)
                .toList();
    }

    private static boolean isAny(Ledger ledger, Outage outage, IntervalState state) {
        return ledger.segments().stream()
                .anyMatch(segment -> segment.state() == state
                        && segment.period().startMs() < outage.toMs()
                        && segment.period().endMs() > outage.fromMs());
    }

    private static String nameOf(GroupPages.Member member) {
        return member.name();
    }

    private static String names(List<String> names, Messages words) {
        String named = names.stream()
                .limit(NAMES_MAX)
                .reduce((some, next) -> words.get("witness.two", some, next))
                .orElse("–");
        return names.size() <= NAMES_MAX ? named : words.get("witness.more", named, names.size() - NAMES_MAX);
    }
}
