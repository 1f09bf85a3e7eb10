package io.kerbstone.collector.users;

/**
 * A bearer token of a program that acts for a user. The secret itself is shown once and not kept.
 *
 * @param hash SHA-256 of the secret, in hexadecimal
 * @param userName for whom it acts
 * @param label what it is for, in the user's words, at most {@value #LABEL_CHARS_MAX} characters
 * @param createdAtMs when it was made, ms since 1970 UTC
 */
public record ApiToken(String hash, String userName, String label, long createdAtMs) {
    /** Longest label. */
    public static final int LABEL_CHARS_MAX = 100;

    /** Characters of the hash that name the token to people and in addresses. */
    private static final int ID_CHARS = 12;

    /** A short name for lists and addresses; says nothing about the secret. */
    public String id() {
        return hash.substring(0, ID_CHARS);
    }
}
