package io.kerbstone.rigs.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts of the relay that need no kernel. */
final class RelayPartsTest {
    @Test
    void shouldGiveTheEarliestFirstAndOfTwoTheOneAddedFirst() {
        DueQueue queue = new DueQueue(1_000);
        SplittableRandom random = new SplittableRandom(1);
        long[] due = new long[1_000];
        for (int slot = 0; slot < due.length; slot++) {
            due[slot] = Long.MAX_VALUE - 20 + random.nextInt(40);
            queue.add(slot, due[slot]);
        }
        int before = queue.removeFirst();
        for (int i = 1; i < due.length; i++) {
            assertEquals(due.length - i, queue.size());
            int slot = queue.removeFirst();
            // The clock has wrapped in between: later is what lies ahead.
            long apart = due[slot] - due[before];
            assertTrue(apart > 0 || (apart == 0 && slot > before), before + " then " + slot);
            before = slot;
        }
        assertThrows(IllegalStateException.class, queue::removeFirst);
    }

    @Test
    void shouldTellKindsApart() {
        assertEquals(PacketKind.ECHO_REQUEST, kind(ipv4(1, 8)));
        assertEquals(PacketKind.ECHO_REPLY, kind(ipv4(1, 0)));
        assertEquals(PacketKind.OTHER, kind(ipv4(1, 3)));
        assertEquals(PacketKind.UDP, kind(ipv4(17, 0)));
        assertEquals(PacketKind.OTHER, kind(ipv4(6, 0)));
        assertEquals(PacketKind.ECHO_REQUEST, kind(ipv6(58, 128)));
        assertEquals(PacketKind.ECHO_REPLY, kind(ipv6(58, 129)));
        assertEquals(PacketKind.OTHER, kind(ipv6(58, 135)));
        assertEquals(PacketKind.UDP, kind(ipv6(17, 0)));
        assertEquals(PacketKind.MULTICAST, kind(ipv4(17, 0).put(16, (byte) 224)));
        assertEquals(PacketKind.MULTICAST, kind(ipv6(58, 143).put(24, (byte) 0xFF)));
        assertEquals(PacketKind.OTHER, kind(ipv4(1, 8).putShort(6, (short) 185)), "a later fragment");
        assertEquals(PacketKind.OTHER, PacketKind.of(ipv4(1, 8), 0, 27));
        assertEquals(PacketKind.OTHER, PacketKind.of(ipv6(58, 128), 0, 47));
    }

    @Test
    void shouldGiveRequestAndReplyOneKey() {
        ByteBuffer request = ipv4(1, 8).putInt(16, 0x0A090002).putInt(24, 0x12345678);
        ByteBuffer reply = ipv4(1, 0).putInt(12, 0x0A090002).putInt(24, 0x12345678);
        long key = PacketKind.ECHO_REQUEST.echoKey(request, 0);
        assertEquals(key, PacketKind.ECHO_REPLY.echoKey(reply, 0));
        assertEquals(0x12345678, PacketKind.echoNumber(request, 0));
        assertTrue(key != PacketKind.ECHO_REQUEST.echoKey(request.putInt(24, 0x12345679), 0), "another sequence");
        ByteBuffer request6 = ipv6(58, 128).putLong(32, 2).putInt(44, 99);
        ByteBuffer reply6 = ipv6(58, 129).putLong(16, 2).putInt(44, 99);
        assertEquals(PacketKind.ECHO_REQUEST.echoKey(request6, 0), PacketKind.ECHO_REPLY.echoKey(reply6, 0));
    }

    @Test
    void shouldEndEveryEchoOnce() {
        EchoBook book = new EchoBook(1_000);
        for (long key = 1; key <= 4; key++) {
            book.requestRead(key, 10 * key);
            book.requestDelivered(key, 100 + key);
        }
        book.replyDelivered(1, book.givenThereNs(1), 200, 910);
        book.replyDelivered(1, 101, 400, 950);
        book.replyDelivered(2, book.givenThereNs(2), 300, 1_021);
        book.replyDelivered(3, book.givenThereNs(3), 300, 1_030);
        book.replyDelivered(99, 0, 0, 0);
        Echoes echoes = book.figures();
        assertEquals(4, echoes.requests());
        assertEquals(2, echoes.answered(), "the third at the last moment");
        assertEquals(1, echoes.late());
        assertEquals(1, echoes.unanswered());
        assertEquals(2, echoes.lost());
        assertEquals(1, echoes.duplicateReplies());
        assertEquals(1, echoes.unmatchedReplies());
        assertEquals(301, echoes.given().percentileNs(50));
        assertEquals(900, echoes.roundTrips().percentileNs(50));
    }

    @Test
    void shouldBeANewProbeWhenTheNumberComesAgain() {
        EchoBook book = new EchoBook(1_000);
        book.requestRead(5, 0);
        book.replyDelivered(5, 0, 0, 10);
        book.requestRead(5, 100);
        book.replyDelivered(5, 0, 0, 110);
        assertEquals(2, book.figures().answered());
        assertEquals(0, book.figures().duplicateReplies());
    }

    @Test
    void shouldForgetTheOldestWhenTheTableIsFull() {
        EchoBook book = new EchoBook(Long.MAX_VALUE);
        // All want the same place: eight have room, the ninth takes that of the first.
        for (int i = 0; i < 9; i++) {
            book.requestRead((long) i * EchoBook.ENTRIES, i);
        }
        for (int i = 0; i < 9; i++) {
            book.replyDelivered((long) i * EchoBook.ENTRIES, 0, 0, 10);
        }
        assertEquals(8, book.figures().answered());
        assertEquals(1, book.figures().unmatchedReplies());
        assertEquals(1, book.figures().unanswered());
    }

    @Test
    void shouldKeepDelaysExactlyUpToTheBound() {
        DelayLog log = new DelayLog(3);
        for (long ns : new long[] {30, 10, 20, 40}) {
            log.add(ns);
        }
        DelayFigures figures = log.figures();
        assertEquals(3, figures.count());
        assertEquals(20, figures.percentileNs(50));
        assertEquals(30, figures.percentileNs(99));
        assertEquals(20, figures.meanNs());
        assertEquals(1, figures.json().get("notKept").asLong());
        assertEquals(0, new DelayLog(1).figures().percentileNs(50));
    }

    private static PacketKind kind(ByteBuffer packet) {
        return PacketKind.of(packet, 0, packet.capacity());
    }

    private static ByteBuffer ipv4(int protocol, int type) {
        byte[] packet = new byte[84];
        Arrays.fill(packet, 16, 20, (byte) 10);
        packet[0] = 0x45;
        packet[9] = (byte) protocol;
        packet[20] = (byte) type;
        return ByteBuffer.wrap(packet);
    }

    private static ByteBuffer ipv6(int header, int type) {
        byte[] packet = new byte[104];
        packet[0] = 0x60;
        packet[6] = (byte) header;
        packet[40] = (byte) type;
        return ByteBuffer.wrap(packet);
    }
}
