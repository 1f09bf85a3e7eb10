package io.kerbstone.collector.users;

/**
 * An account. In this form every account is an administrator.
 *
 * @param name what the person signs in with and what stands on record: 1 to 64 letters, digits, dots, dashes, underscores
 * @param passwordHash Argon2id, from {@link io.kerbstone.identity.Passwords}
 * @param createdAtMs when it was made, ms since 1970 UTC
 * @param disabled whether it is shut; a name on record is never removed or given to somebody else
 */
public record User(String name, String passwordHash, long createdAtMs, boolean disabled) {
    /** The account with another password. */
    public User withPasswordHash(String hash) {
        return new User(name, hash, createdAtMs, disabled);
    }

    /** The account shut. */
    public User shut() {
        return new User(name, passwordHash, createdAtMs, true);
    }

    @Override
    public String toString() {
        return "user " + name + (disabled ? " (disabled)" : "");
    }
}
