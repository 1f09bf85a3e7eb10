package io.kerbstone.collector.store;

import io.kerbstone.collector.users.ApiToken;
import io.kerbstone.collector.users.User;
import java.util.List;

/** Rows of accounts and bearer tokens. Safe for many threads; a failure is a {@link StoreException}. */
public final class UserStore {
    private final Database database;

    /** Rows in this database. */
    public UserStore(Database database) {
        this.database = database;
    }

    /** All accounts. */
    public List<User> users() {
        return database.query(
                "SELECT name, password_hash, created_at_ms, disabled FROM users",
                row -> new User(
                        row.text("name"),
                        row.text("password_hash"),
                        row.number("created_at_ms"),
                        row.number("disabled") != 0));
    }

    /** Adds or replaces an account. */
    public void putUser(User user) {
        int disabled = user.disabled() ? 1 : 0;
        database.transaction(t -> {
            int changed = t.update(
                    "UPDATE users SET password_hash = ?, disabled = ? WHERE name = ?",
                    user.passwordHash(),
                    disabled,
                    user.name());
            return changed > 0
                    ? changed
                    : t.update(
                            "INSERT INTO users (name, password_hash, created_at_ms, disabled) VALUES (?, ?, ?, ?)",
                            user.name(),
                            user.passwordHash(),
                            user.createdAtMs(),
                            disabled);
        });
    }

    /** All bearer tokens. */
    public List<ApiToken> tokens() {
        return database.query(
                "SELECT hash, user_name, label, created_at_ms FROM api_tokens",
                row -> new ApiToken(
                        row.text("hash"), row.text("user_name"), row.text("label"), row.number("created_at_ms")));
    }

    /** Adds a bearer token. */
    public void putToken(ApiToken token) {
        database.update(
                "INSERT INTO api_tokens (hash, user_name, label, created_at_ms) VALUES (?, ?, ?, ?)",
                token.hash(),
                token.userName(),
                token.label(),
                token.createdAtMs());
    }

    /** Removes a bearer token. */
    public void removeToken(String hash) {
        database.update("DELETE FROM api_tokens WHERE hash = ?", hash);
    }
}
