package io.kerbstone.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OidTest {
    @Test
    void shouldOrderAsAWalkDoes() {
        assertTrue(Oid.parse("1.3.6").compareTo(Oid.parse("1.3.6.1")) < 0);
        assertTrue(Oid.parse("1.3.4294967295").compareTo(Oid.parse("1.3.6")) > 0);
        assertEquals(Oid.parse(".1.3.6"), Oid.of(1, 3, 6));
    }

    @Test
    void shouldGiveTheIndexBelowATable() {
        Oid column = Oid.parse("1.3.6.1.2.1.2.2.1.10");
        assertEquals("7.1", column.append(7, 1).indexBelow(column));
        assertFalse(column.startsWith(column.append(1)));
        assertThrows(IllegalArgumentException.class, () -> Oid.parse("1.3").indexBelow(column));
    }

    @Test
    void shouldRefuseWhatIsNoOid() {
        for (String text : new String[] {"", "1..3", "1.3.x", "1.3.4294967296", "1.3."}) {
            assertThrows(IllegalArgumentException.class, () -> Oid.parse(text), text);
        }
        assertThrows(IllegalArgumentException.class, () -> Oid.of(new int[Oid.SUB_IDS_MAX + 1]));
        assertEquals(Oid.SUB_IDS_MAX, Oid.of(new int[Oid.SUB_IDS_MAX]).size());
    }

    @Test
    void shouldTellValuesFromExceptions() {
        Oid oid = Oid.parse("1.3");
        assertFalse(Varbind.ofNumber(oid, Varbind.Type.NO_SUCH_OBJECT, 0).isPresent());
        assertTrue(Varbind.ofNumber(oid, Varbind.Type.COUNTER64, -1).isNumber());
        byte[] text = "路石".getBytes(StandardCharsets.UTF_8);
        Varbind name = Varbind.ofBytes(oid, Varbind.Type.OCTETS, text);
        text[0] = 0;
        assertEquals("路石", name.text());
        assertEquals(
                "1.3 = COUNTER64: 18446744073709551615",
                Varbind.ofNumber(oid, Varbind.Type.COUNTER64, -1).toString());
    }
}
