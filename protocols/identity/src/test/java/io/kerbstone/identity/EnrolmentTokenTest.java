package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTokenTest {
    private static final long NOW_MS = 1_790_000_000_000L;

    @Test
    void shouldReadWhatItPrintedWhenPastedInAnyWay() throws RefusedException {
        for (int i = 0; i < 50; i++) {
            EnrolmentToken token = EnrolmentToken.create(new byte[32]);
            String text = token.print();
            assertTrue(text.matches("KS1(-[0-9A-HJKMNP-TV-Z]{5}){11}"), text);
            String[] ways = {
                text,
                text.toLowerCase(Locale.ROOT),
                text.replace("-", ""),
                " " + text.replace("-", " ") + "\n",
                text.replace('0', 'o').replaceAll("(?<!KS)1", "l")
            };
            for (String way : ways) {
                assertArrayEquals(token.secret(), EnrolmentToken.parse(way).secret(), way);
                assertEquals(text, EnrolmentToken.parse(way).print());
            }
        }
    }

    @Test
    void shouldRefuseWhenOneCharacterIsMistypedOrTwoAreSwapped() {
        String text = EnrolmentToken.of(new byte[16], new byte[16]).print();
        String other = EnrolmentToken.of(
                        "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII), new byte[16])
                .print();
        for (String token : new String[] {text, other}) {
            for (int i = 4; i < token.length(); i++) {
                char c = token.charAt(i) == 'Z' ? 'Y' : 'Z';
                String wrong = token.substring(0, i) + c + token.substring(i + 1);
                assertThrows(RefusedException.class, () -> EnrolmentToken.parse(wrong), wrong);
            }
        }
    }

    @Test
    void shouldRefuseWithASentenceWhenTheTextIsNoToken() {
        String token = EnrolmentToken.create(new byte[32]).print();
        String[] texts = {
            "",
            "hello",
            token.substring(4),
            token + "0",
            token.substring(0, 50),
            "KS1-U" + token.substring(5),
            token.repeat(3),
            "KS2" + token.substring(3)
        };
        for (String text : texts) {
            RefusedException refused = assertThrows(RefusedException.class, () -> EnrolmentToken.parse(text), text);
            assertTrue(refused.getMessage().contains("token"), refused.getMessage());
        }
    }

    @Test
    void shouldPinOnlyItsAuthorityWhenCertificatesAreCompared(@TempDir Path dir) throws Exception {
        CertificateAuthority one = CertificateAuthority.openOrCreate(dir.resolve("one"), "one", NOW_MS);
        CertificateAuthority two = CertificateAuthority.openOrCreate(dir.resolve("two"), "two", NOW_MS);
        EnrolmentToken token =
                EnrolmentToken.parse(EnrolmentToken.create(one.fingerprint()).print());
        assertTrue(token.pins(one.certificate()));
        assertFalse(token.pins(two.certificate()));
    }

    @Test
    void shouldMatchOnlyItsSecretWhenOnlyTheHashIsStored() {
        EnrolmentToken token = EnrolmentToken.create(new byte[32]);
        assertEquals(64, token.secretHash().length());
        assertTrue(EnrolmentToken.matches(token.secretHash(), token.secret()));
        assertFalse(EnrolmentToken.matches(token.secretHash(), new byte[16]));
        assertFalse(EnrolmentToken.matches("", token.secret()));
        assertEquals("EnrolmentToken(<secret>)", token.toString());
    }
}
