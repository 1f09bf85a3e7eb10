package io.kerbstone.collector.users;

import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.store.UserStore;
import io.kerbstone.identity.Passwords;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, sign-in, sessions and bearer tokens. Accounts and tokens are held in memory and written through to the store.
 * A change answers with what is wrong, or with nothing. Safe for many threads; {@code signIn} and whatever takes a password
 * need tens of milliseconds of CPU and belong on a worker thread.
 */
public final class Users {
    /** Most accounts. */
    public static final int USERS_MAX = 1_000;
    /** Most bearer tokens. */
    public static final int TOKENS_MAX = 1_000;
    /** Shortest password. */
    public static final int PASSWORD_CHARS_MIN = 12;
    /** Longest password: more would only cost time. */
    public static final int PASSWORD_CHARS_MAX = 200;
    /** Name of the first account. */
    public static final String FIRST_NAME = "admin";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}");
    private static final int NAME_CHARS_COUNTED = 64;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final UserStore store;
    private final AuditTrail audit;
    private final String localSecretHash;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, ApiToken> tokens = new ConcurrentHashMap<>();
    private final Sessions sessions = new Sessions();
    private final Attempts attempts = new Attempts();
    /** Compared with when the name is unknown, so that an answer takes as long as for a known one. */
    private final String nobodysHash = Passwords.hash(Secrets.password());

    /** Loads accounts and tokens. */
    public Users(UserStore store, LocalToken localToken, AuditTrail audit) {
        this.store = store;
        this.audit = audit;
        this.localSecretHash = Secrets.sha256(localToken.secret());
        store.users().forEach(user -> users.put(user.name(), user));
        store.tokens().forEach(token -> tokens.put(token.hash(), token));
    }

    /** Makes the first account when there is none; its random password is to be shown once. */
    public synchronized Optional<String> createAdministrator(long nowMs) {
        if (!users.isEmpty()) {
            return Optional.empty();
        }
        String password = Secrets.password();
        keep(new User(FIRST_NAME, Passwords.hash(password), nowMs, false));
        audit("user.add", FIRST_NAME, Caller.LOCAL, nowMs);
        return Optional.of(password);
    }

    /** All accounts by name. */
    public List<User> list() {
        return users.values().stream().sorted(Comparator.comparing(User::name)).toList();
    }

    /** Bearer tokens, oldest first. */
    public List<ApiToken> tokens() {
        return tokens.values().stream()
                .sorted(Comparator.comparingLong(ApiToken::createdAtMs).thenComparing(ApiToken::hash))
                .toList();
    }

    /** Tries to sign in. {@code source} is the address it comes from; {@code nowNs} is monotonic. */
    public SignIn signIn(String name, String password, String source, long nowNs) {
        Map<String, Integer> limits = limitsOf(name, source);
        long waitNs = limits.entrySet().stream()
                .mapToLong(limit -> attempts.waitNs(limit.getKey(), limit.getValue(), nowNs))
                .max()
                .orElse(0);
        if (waitNs > 0) {
            return new SignIn.TooMany((waitNs + NS_PER_SECOND - 1) / NS_PER_SECOND);
        }
        // Counted before it is looked at: attempts at the same moment must not all slip through.
        limits.keySet().forEach(key -> attempts.wrong(key, nowNs));
        User user = users.get(name);
        boolean matches = isRight(user, password);
        if (user == null || user.disabled() || !matches) {
            return new SignIn.Wrong();
        }
        limits.keySet().forEach(attempts::right);
        return new SignIn.Welcome(sessions.open(name, nowNs));
    }

    private static Map<String, Integer> limitsOf(String name, String source) {
        String counted = name.length() > NAME_CHARS_COUNTED ? name.substring(0, NAME_CHARS_COUNTED) : name;
        return Map.of(
                "both " + counted + " " + source, Attempts.WRONG_MAX,
                "name " + counted, Attempts.WRONG_UNDER_NAME_MAX,
                "from " + source, Attempts.WRONG_FROM_ADDRESS_MAX);
    }

    private boolean isRight(@Nullable User user, String password) {
        return password.length() <= PASSWORD_CHARS_MAX
                && Passwords.matches(user == null ? nobodysHash : user.passwordHash(), password);
    }

    /** Whose session a cookie's value is; {@code nowNs} is monotonic. */
    public Optional<Caller> bySession(String token, long nowNs) {
        return sessions.find(token, nowNs)
                .filter(session -> isOpen(session.userName()))
                .map(session -> new Caller(session.userName(), Optional.of(session)));
    }

    /** For whom a bearer token acts. */
    public Optional<Caller> byBearer(String secret) {
        String hash = Secrets.sha256(secret);
        if (hash.equals(localSecretHash)) {
            return Optional.of(new Caller(Caller.LOCAL, Optional.empty()));
        }
        return Optional.ofNullable(tokens.get(hash))
                .filter(token -> isOpen(token.userName()))
                .map(token -> new Caller(token.userName(), Optional.empty()));
    }

    /** Ends a session. */
    public void signOut(String token) {
        sessions.close(token);
    }

    /** Adds an account; answers with what is wrong. */
    public synchronized Optional<UserMistake> add(String name, String password, String by, long nowMs) {
        if (!NAME.matcher(name).matches() || name.equals(Caller.LOCAL)) {
            return Optional.of(UserMistake.NAME);
        }
        if (users.containsKey(name)) {
            return Optional.of(UserMistake.TAKEN);
        }
        if (users.size() >= USERS_MAX) {
            return Optional.of(UserMistake.TOO_MANY);
        }
        Optional<UserMistake> mistake = checkPassword(password);
        if (mistake.isEmpty()) {
            keep(new User(name, Passwords.hash(password), nowMs, false));
            audit("user.add", name, by, nowMs);
        }
        return mistake;
    }

    /** Gives an account another password and ends its sessions; answers with what is wrong. */
    public synchronized Optional<UserMistake> resetPassword(String name, String password, String by, long nowMs) {
        User user = users.get(name);
        if (user == null) {
            return Optional.of(UserMistake.NO_SUCH_USER);
        }
        Optional<UserMistake> mistake = checkPassword(password);
        if (mistake.isEmpty()) {
            keep(user.withPasswordHash(Passwords.hash(password)));
            sessions.closeAllOf(name);
            audit("user.reset", name, by, nowMs);
        }
        return mistake;
    }

    /** Shuts an account at once; the last open one stays. Answers with what is wrong. */
    public synchronized Optional<UserMistake> disable(String name, String by, long nowMs) {
        User user = users.get(name);
        if (user == null) {
            return Optional.of(UserMistake.NO_SUCH_USER);
        }
        if (users.values().stream()
                .noneMatch(other -> !other.disabled() && !other.name().equals(name))) {
            return Optional.of(UserMistake.LAST_ONE);
        }
        keep(user.shut());
        sessions.closeAllOf(name);
        audit("user.disable", name, by, nowMs);
        return Optional.empty();
    }

    /** Whether the password is the user's; for asking again before a change. */
    public boolean isPassword(String name, String password) {
        return isRight(users.get(name), password);
    }

    /** Makes a bearer token that acts for the user; the secret is to be shown once. Empty when there are too many. */
    public synchronized Optional<String> createToken(String userName, String label, long nowMs) {
        if (tokens.size() >= TOKENS_MAX) {
            return Optional.empty();
        }
        String secret = Secrets.token();
        String kept = label.length() > ApiToken.LABEL_CHARS_MAX ? label.substring(0, ApiToken.LABEL_CHARS_MAX) : label;
        ApiToken token = new ApiToken(Secrets.sha256(secret), userName, kept, nowMs);
        store.putToken(token);
        tokens.put(token.hash(), token);
        audit("apiToken.create", token.id(), userName, nowMs);
        return Optional.of(secret);
    }

    /** Removes a bearer token by {@link ApiToken#id}; false when there is none. */
    public synchronized boolean removeToken(String id, String by, long nowMs) {
        Optional<ApiToken> found =
                tokens.values().stream().filter(token -> token.id().equals(id)).findFirst();
        found.ifPresent(token -> {
            store.removeToken(token.hash());
            tokens.remove(token.hash());
            audit("apiToken.remove", id, by, nowMs);
        });
        return found.isPresent();
    }

    /** Browsers signed in now, for the counters. */
    public int sessionCount() {
        return sessions.size();
    }

    private boolean isOpen(String name) {
        User user = users.get(name);
        return user != null && !user.disabled();
    }

    private void keep(User user) {
        store.putUser(user);
        users.put(user.name(), user);
    }

    private void audit(String action, String subject, String by, long nowMs) {
        audit.record(new AuditEntry(nowMs, by, action, subject, ""));
    }

    private static Optional<UserMistake> checkPassword(String password) {
        return password.length() < PASSWORD_CHARS_MIN || password.length() > PASSWORD_CHARS_MAX
                ? Optional.of(UserMistake.PASSWORD)
                : Optional.empty();
    }
}
