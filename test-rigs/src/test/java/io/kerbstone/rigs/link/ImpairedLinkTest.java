package io.kerbstone.rigs.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.rigs.Needs;
import io.kerbstone.rigs.street.Ip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link against the plainest prober there is: what ping says and what the truth says are the same. */
final class ImpairedLinkTest {
    private static final long MS = 1_000_000;
    private static final Pattern PING =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) received,(?: \\+(\\d+) duplicates,)?");

    @TempDir
    Path folder;

    @BeforeEach
    void needs() {
        Needs.root();
        Needs.tool("ip");
        Needs.tool("ping");
    }

    @Test
    void shouldCountWhatPingCountsWhenPacketsAreLost() throws Exception {
        Impairment way = Impairment.NONE.withDelayNs(MS).withLoss(0.2, 1);
        try (ImpairedLink link = ImpairedLink.open(LinkPlan.of(way, way.withLoss(0.1, 3), 11), Optional.empty())) {
            Pinged four = ping(link, "-c", "300", "-i", "0.002", "-W", "1", ImpairedLink.FAR);
            Pinged six = ping(link, "-6", "-c", "300", "-i", "0.002", "-W", "1", ImpairedLink.FAR6);
            Truth truth = link.end();
            assertEquals(600, four.sent + six.sent);
            assertEquals(600, truth.echoes().requests(), truth.json().toString());
            assertEquals(
                    four.received + six.received,
                    truth.echoes().answered(),
                    truth.json().toString());
            assertTrue(truth.isExact(), truth.json().toString());
            assertEquals(600, truth.forwardTally().read());
            assertEquals(
                    truth.forwardTally().delivered(), truth.backTally().read(), "each request that came, answered");
            assertEquals(
                    600, truth.forwardTally().delivered() + truth.forwardTally().dropped());
            assertEquals(0, truth.backTally().waiting());
            assertTrue(truth.forwardTally().dropped() > 60 && truth.backTally().dropped() > 10, "both ways lose");
            assertTrue(truth.echoes().given().percentileNs(0) >= 2 * MS, "no delay shorter than planned");
        }
    }

    @Test
    void shouldTellDuplicatesAndReorderingApart() throws Exception {
        Impairment way = Impairment.NONE.withDuplicate(0.3);
        Impairment held = Impairment.NONE.withReorder(0.1, 20 * MS);
        Path trace = folder.resolve("trace.csv");
        try (ImpairedLink link = ImpairedLink.open(LinkPlan.of(way, held, 5), Optional.of(trace))) {
            Pinged pinged = ping(link, "-c", "200", "-i", "0.002", "-W", "1", ImpairedLink.FAR);
            Truth truth = link.end();
            assertEquals(200, pinged.received);
            assertEquals(pinged.duplicates, truth.echoes().duplicateReplies());
            assertEquals(pinged.duplicates, truth.forwardTally().duplicated());
            assertTrue(pinged.duplicates > 30, "chance 0.3 of 200");
            assertTrue(truth.backTally().reordered() > 5, truth.json().toString());
            List<String> lines = Files.readAllLines(trace);
            assertEquals(1 + 2 * (200 + pinged.duplicates), lines.size(), "a line for each packet and each copy");
            assertEquals(
                    pinged.duplicates,
                    lines.stream()
                            .filter(line -> line.contains(",COPY_DELIVERED,"))
                            .count());
        }
    }

    @Test
    void shouldCarryNothingWhileItIsCut() throws Exception {
        LinkPlan plan = LinkPlan.of(Impairment.NONE, Impairment.NONE, 1)
                .withCuts(List.of(new LinkPlan.Cut(0, Impairment.MOST_NS)));
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.empty())) {
            assertEquals(0, ping(link, "-c", "3", "-i", "0.01", "-W", "1", ImpairedLink.FAR).received);
            Truth truth = link.end();
            assertEquals(3, truth.forwardTally().dropped());
            assertEquals(3, truth.forwardTally().cut);
            assertTrue(truth.isExact(), "a planned loss is not the rig's");
        }
    }

    @Test
    void shouldCallLateWhatCameAfterTheWaitingTime() throws Exception {
        LinkPlan plan = LinkPlan.of(Impairment.NONE.withDelayNs(30 * MS), Impairment.NONE, 1)
                .withWaitingTimeNs(20 * MS);
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.empty())) {
            ping(link, "-c", "5", "-i", "0.01", ImpairedLink.FAR);
            assertEquals(5, link.end().echoes().late());
        }
    }

    @Test
    void shouldSayThatTheTruthIsNotExactWhenItsOwnQueueWasFull() throws Exception {
        LinkPlan plan = LinkPlan.of(Impairment.NONE.withDelayNs(300 * MS), Impairment.NONE, 1)
                .withQueuePackets(4);
        try (ImpairedLink link = ImpairedLink.open(plan, Optional.empty())) {
            ping(link, "-c", "10", "-i", "0.002", "-W", "1", ImpairedLink.FAR);
            Truth truth = link.end();
            assertFalse(truth.isExact());
            assertEquals(6, truth.forwardTally().queueFull, "four wait, the others find no room");
            assertEquals(4, truth.echoes().answered());
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        String inside;
        try (ImpairedLink link =
                ImpairedLink.open(LinkPlan.of(Impairment.NONE, Impairment.NONE, 1), Optional.empty())) {
            inside = link.atNear(List.of()).get(3);
            assertTrue(Ip.run("netns", "list").contains(inside));
        }
        assertFalse(Ip.run("netns", "list").contains(inside));
    }

    private record Pinged(int sent, int received, int duplicates) {}

    private static Pinged ping(ImpairedLink link, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ping", "-q"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(link.atNear(command))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        Matcher counts = PING.matcher(said);
        assertTrue(counts.find(), said);
        String duplicates = counts.group(3) == null ? "0" : counts.group(3);
        return new Pinged(
                Integer.parseInt(counts.group(1)), Integer.parseInt(counts.group(2)), Integer.parseInt(duplicates));
    }
}
