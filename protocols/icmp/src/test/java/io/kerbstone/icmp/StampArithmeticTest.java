package io.kerbstone.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.icmp.StampArithmetic.Moment;
import io.kerbstone.linux.Family;
import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class StampArithmeticTest {
    @Test
    void shouldTakeTheMiddleOfTheCallWhenTheKernelGaveNoSendStamp() {
        InFlight table = new InFlight(2);
        int slot = table.reserve("p", InetAddress.getLoopbackAddress(), 0, 1);
        table.sent(slot, 1_000, 1_600, 0);
        assertEquals(new Moment(1_300, 300), StampArithmetic.sent(table, slot, 9_000));
        assertEquals(new Moment(1_200, 200), StampArithmetic.sent(table, slot, 1_400), "not after the reply");
        table.setKernelSendNs(slot, 1_450, 20);
        assertEquals(new Moment(1_450, 20), StampArithmetic.sent(table, slot, 9_000));
    }

    @Test
    void shouldAddBothUncertaintiesAndNotGoNegativeWhenADelayIsMade() {
        assertEquals(new Outcome.Replied(500, 30), StampArithmetic.delay(new Moment(100, 10), new Moment(600, 20)));
        assertEquals(new Outcome.Replied(0, 30), StampArithmetic.delay(new Moment(600, 10), new Moment(590, 20)));
        assertEquals(new Moment(5, 0), Moment.between(5, 5));
        assertEquals(new Moment(5, 1), Moment.between(5, 6));
        assertEquals(new Moment(9, 0), Moment.between(9, 3), "a window that runs backwards is none");
    }

    @Test
    void shouldRefuseAStampWhenItLiesOutsideByMoreThanItsUncertainty() {
        assertTrue(StampArithmetic.lies(90, 10, 100, 200));
        assertFalse(StampArithmetic.lies(89, 10, 100, 200));
        assertTrue(StampArithmetic.lies(210, 10, 100, 200));
        assertFalse(StampArithmetic.lies(211, 10, 100, 200));
    }

    @Test
    void shouldNameTheReasonWhenAnIcmpErrorCame() {
        assertEquals(LossReason.UNREACHABLE, IcmpErrors.reason(Family.IPV4, 3, 1));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV4, 3, 9));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV4, 3, 10));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV4, 3, 13));
        assertEquals(LossReason.TTL_EXCEEDED, IcmpErrors.reason(Family.IPV4, 11, 0));
        assertEquals(LossReason.UNREACHABLE, IcmpErrors.reason(Family.IPV4, 12, 0));
        assertEquals(LossReason.UNREACHABLE, IcmpErrors.reason(Family.IPV6, 1, 0));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV6, 1, 1));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV6, 1, 5));
        assertEquals(LossReason.PROHIBITED, IcmpErrors.reason(Family.IPV6, 1, 6));
        assertEquals(LossReason.TTL_EXCEEDED, IcmpErrors.reason(Family.IPV6, 3, 0));
        assertEquals(LossReason.UNREACHABLE, IcmpErrors.reason(Family.IPV6, 2, 0));
    }
}
