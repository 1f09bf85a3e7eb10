package io.kerbstone.agent.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.wire.Epoch;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.SequenceRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UplinkSessionTest {
    private static final Epoch EPOCH = new Epoch(1, 2);
    private static final long SECOND = 1_000_000_000L;

    private final List<Long> sent = new ArrayList<>();
    private final List<Action> other = new ArrayList<>();

    private static UplinkSession session(long first, long durable) {
        Message.Hello hello = new Message.Hello(1, "agent-1", EPOCH, first, durable + 1, 0, "test", "boot");
        return new UplinkSession(new UplinkSession.Greeting(hello, durable), SequenceRanges.EMPTY);
    }

    private static Message.Welcome welcome(SequenceRanges stored, int credit) {
        return new Message.Welcome(1, stored, 0, credit);
    }

    /** Does what the session wants: fetches are answered from an endless journal, one byte per frame. */
    private void perform(UplinkSession session, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Fetch fetch) {
                Map<Long, byte[]> frames = new TreeMap<>();
                fetch.sequences().forEach(sequence -> frames.put(sequence, new byte[] {(byte) (long) sequence}));
                sent.addAll(fetch.sequences());
                perform(session, session.onFetched(frames));
            } else {
                other.add(action);
            }
        }
    }

    private boolean hasEnded() {
        return other.stream().anyMatch(Action.Close.class::isInstance);
    }

    @Test
    void shouldSendWhatTheCollectorLacksWhenGreeted() {
        UplinkSession session = session(3, 10);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.of(4, 6).plus(9), 100), 1));

        assertEquals(List.of(3L, 7L, 8L, 10L), sent);
        assertInstanceOf(Message.Hello.class, ((Action.Send) other.get(0)).message());
        assertEquals(4, session.inFlight());
        perform(session, session.onMessage(new Message.Ack(EPOCH, SequenceRanges.of(3, 10)), 2));
        assertEquals(0, session.inFlight());
    }

    @Test
    void shouldLetLiveFramesOvertakeTheBacklog() {
        UplinkSession session = session(1, 500);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 10), 1));
        assertEquals(10, sent.size());

        perform(session, session.onDurable(502));
        perform(session, session.onMessage(new Message.Credit(4), 2));

        assertEquals(List.of(501L, 502L, 11L, 12L), sent.subList(10, 14));
    }

    @Test
    void shouldNeverPassItsCreditNorItsOwnBound() {
        UplinkSession session = session(1, 10_000);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 3), 1));
        assertEquals(3, sent.size());
        perform(session, session.onMessage(new Message.Credit(1 << 16), 2));
        assertEquals(UplinkSession.IN_FLIGHT_MAX, sent.size());
        perform(session, session.onMessage(new Message.Ack(EPOCH, SequenceRanges.of(1, 1)), 3));
        assertEquals(UplinkSession.IN_FLIGHT_MAX + 1, sent.size());
    }

    @Test
    void shouldNotSendTwiceOnOneConnection() {
        UplinkSession session = session(1, 40);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 1000), 1));
        perform(session, session.onDurable(41));
        perform(session, session.onDurable(41));
        perform(session, session.onMessage(new Message.Ack(EPOCH, SequenceRanges.of(5, 9)), 2));

        assertEquals(41, sent.stream().distinct().count());
        assertEquals(41, sent.size());
    }

    @Test
    void shouldGoOnWhenTheJournalHasDroppedWhatWasAsked() {
        UplinkSession session = session(1, 100);
        session.onConnected(0);
        List<Action> actions = session.onMessage(welcome(SequenceRanges.EMPTY, 40), 1);
        assertTrue(actions.stream().anyMatch(Action.Fetch.class::isInstance));

        List<Action> next = session.onFetched(Map.of());

        assertEquals(0, next.stream().filter(Action.Send.class::isInstance).count());
        assertTrue(next.stream().anyMatch(Action.Fetch.class::isInstance), "credit was not spent");
    }

    @Test
    void shouldIgnoreAcknowledgementsOfAnotherEpoch() {
        UplinkSession session = session(1, 5);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 10), 1));
        perform(session, session.onMessage(new Message.Ack(new Epoch(9, 9), SequenceRanges.of(1, 5)), 2));

        assertEquals(5, session.inFlight());
        assertFalse(other.stream().anyMatch(Action.Acknowledged.class::isInstance));
    }

    @Test
    void shouldBeginANewEpochWhenTheCollectorHasMore() {
        UplinkSession session = session(1, 5);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.of(1, 6), 10), 1));

        assertInstanceOf(Action.Diverged.class, other.get(1));
        assertEquals(List.of(), sent);
    }

    @Test
    void shouldEndWhenTheCollectorIsSilentOrDoesNotGreet() {
        UplinkSession session = session(1, 5);
        perform(session, session.onConnected(0));
        perform(session, session.onTick(UplinkSession.WELCOME_NS_MAX));
        assertFalse(hasEnded());
        perform(session, session.onTick(UplinkSession.WELCOME_NS_MAX + 1));
        assertTrue(hasEnded());

        other.clear();
        UplinkSession later = session(1, 5);
        perform(later, later.onConnected(0));
        perform(later, later.onMessage(welcome(SequenceRanges.EMPTY, 10), SECOND));
        perform(later, later.onTick(SECOND + UplinkSession.TIME_GAP_NS));
        assertEquals(2, other.stream().filter(UplinkSessionTest::isTimeRequest).count());
        perform(later, later.onTick(SECOND + UplinkSession.SILENCE_NS_MAX + 1));
        assertTrue(hasEnded());
    }

    private static boolean isTimeRequest(Action action) {
        return action instanceof Action.Send send && send.message() instanceof Message.TimeRequest;
    }

    @Test
    void shouldEndSlowlyWhenItIsRevokedAndSoonWhenTheCollectorIsBusy() {
        UplinkSession revoked = session(1, 5);
        perform(revoked, revoked.onConnected(0));
        perform(revoked, revoked.onMessage(new Message.Refused(Message.Refused.Code.REVOKED, "revoked", 0), 1));
        assertEquals(new Action.Close(true, "The collector refused: revoked"), other.get(1));
        assertEquals(List.of(), revoked.onMessage(welcome(SequenceRanges.EMPTY, 1), 2), "it has ended");

        other.clear();
        UplinkSession busy = session(1, 5);
        perform(busy, busy.onConnected(0));
        perform(busy, busy.onMessage(welcome(SequenceRanges.EMPTY, 10), 1));
        perform(busy, busy.onMessage(new Message.Refused(Message.Refused.Code.BUSY, "disk full", 3), 2));
        assertTrue(other.stream().anyMatch(action -> action instanceof Action.Close close && !close.isRefused()));
    }

    @Test
    void shouldGiveUpOneFrameWhenOnlyThatIsRefused() {
        UplinkSession session = session(1, 5);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 10), 1));
        perform(session, session.onMessage(new Message.Refused(Message.Refused.Code.FRAME_SIGNATURE, "forged", 3), 2));

        assertTrue(other.contains(new Action.FrameRefused(3, "forged")));
        assertFalse(hasEnded());
        assertTrue(session.isStreaming());
    }

    @Test
    void shouldEndWhenTheCollectorBreaksTheRules() {
        for (Message wrong : List.of(
                new Message.Ack(EPOCH, SequenceRanges.EMPTY), new Message.Credit(1), new Message.TimeReply(0, 0, 0))) {
            UplinkSession early = session(1, 5);
            early.onConnected(0);
            assertInstanceOf(Action.Close.class, early.onMessage(wrong, 1).get(0));
        }
        UplinkSession session = session(1, 5);
        session.onConnected(0);
        session.onMessage(welcome(SequenceRanges.EMPTY, 10), 1);
        assertInstanceOf(
                Action.Close.class,
                session.onMessage(new Message.TimeRequest(1), 2).get(0));
    }

    @Test
    void shouldTellWhatBecameOfAnAssignment() {
        UplinkSession session = session(1, 5);
        perform(session, session.onConnected(0));
        perform(session, session.onMessage(welcome(SequenceRanges.EMPTY, 10), 1));
        perform(session, session.onMessage(new Message.ConfigMessage(4, "{}"), 2));
        assertTrue(other.contains(new Action.Assign(4, "{}")));
        assertEquals(
                List.of(new Action.Send(new Message.ConfigApplied(4, List.of("no")))),
                session.onAssignment(4, List.of("no")));
    }

    @Test
    void shouldWaitLongerFromRoundToRoundAndTryTheAddressesInOrder() {
        Backoff backoff = new Backoff(2, new java.util.SplittableRandom(1));
        long lastRoundMs = 0;
        for (int round = 0; round < 12; round++) {
            assertEquals(0, backoff.index());
            assertTrue(backoff.onEnd() <= Backoff.PAUSE_MS_MIN);
            assertEquals(1, backoff.index());
            long pauseMs = backoff.onEnd();
            assertTrue(pauseMs <= Backoff.PAUSE_MS_MAX && pauseMs >= Backoff.PAUSE_MS_MIN / 2);
            lastRoundMs = pauseMs;
        }
        assertTrue(lastRoundMs >= Backoff.PAUSE_MS_MAX / 2);
        assertTrue(backoff.onRefused() >= Backoff.REFUSED_PAUSE_MS / 2);
        backoff.onWelcome();
        assertTrue(backoff.onEnd() <= Backoff.PAUSE_MS_MIN);
    }
}
