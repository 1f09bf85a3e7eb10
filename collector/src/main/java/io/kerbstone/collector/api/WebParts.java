package io.kerbstone.collector.api;

import io.kerbstone.collector.alerts.Alerts;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.StateFeed;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.users.Users;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * What pages and API stand on. All of it is safe for many threads.
 *
 * @param users accounts and sessions
 * @param registry agents, devices, paths, groups
 * @param figures indicators and live states
 * @param feed news of states, for events
 * @param alerts open and ended alerts
 * @param exclusions approved maintenance
 * @param tokens makes enrolment tokens
 * @param wallClock dates
 * @param clock durations
 * @param zone in which dates are shown and days begin
 * @param version of this software
 * @param problems what keeps the collector from doing its work now, one sentence each; empty when ready
 * @param counters further lines of {@code /metrics}, in Prometheus' text form
 */
public record WebParts(
        Users users,
        Registry registry,
        Figures figures,
        StateFeed feed,
        Alerts alerts,
        Exclusions exclusions,
        TokenMaker tokens,
        WallClock wallClock,
        MonotonicClock clock,
        ZoneId zone,
        String version,
        Supplier<List<String>> problems,
        Supplier<String> counters) {}
