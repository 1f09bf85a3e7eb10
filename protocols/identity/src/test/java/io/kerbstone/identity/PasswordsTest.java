package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void shouldMatchOnlyItsPasswordWhenHashed() {
        String hash = Passwords.hash("路石-secret");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertTrue(Passwords.matches(hash, "路石-secret"));
        assertFalse(Passwords.matches(hash, "路石-Secret"));
        assertNotEquals(hash, Passwords.hash("路石-secret"), "each hash has its own salt");
    }

    @Test
    void shouldAgreeWithTheReferenceImplementationWhenTheHashIsItsOwn() {
        // From the test program of the reference implementation (P-H-C/phc-winner-argon2, test.c).
        String hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertTrue(Passwords.matches(hash, "password"));
        assertFalse(Passwords.matches(hash, "passwore"));
    }

    @Test
    void shouldMatchNothingWhenTheStoredTextIsNotOurs() {
        String[] texts = {
            "",
            "password",
            "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$" + "n".repeat(300)
        };
        for (String text : texts) {
            assertFalse(Passwords.matches(text, "password"), text);
        }
    }

    @Test
    void shouldTakeAPasswordAtTheBoundAndNotOnePast() {
        String longest = "x".repeat(Passwords.PASSWORD_CHARS_MAX);
        assertTrue(Passwords.matches(Passwords.hash(longest), longest));
        assertThrows(IllegalArgumentException.class, () -> Passwords.hash(longest + "x"));
        assertFalse(Passwords.matches(Passwords.hash(longest), longest + "x"));
    }
}
