package io.kerbstone.collector.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.UserStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts over the real store, and the bounds of what is kept in memory. */
class UsersTest {
    private static final String GOOD = "long enough 1234";
    private static final long SECOND_NS = 1_000_000_000;

    @TempDir
    Path folder;

    private @Nullable Database database;
    private LocalToken token;
    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        token = LocalToken.openOrCreate(folder.resolve("token"));
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    /** A store only for the tests that need one: it takes a second to make. */
    private Users users() {
        if (database == null) {
            database = Database.inMemory("users");
        }
        return new Users(new UserStore(database), token, audit::add);
    }

    @Test
    void shouldMakeFirstAdministratorOnceAndKeepHashOnly() {
        String password = users().createAdministrator(1).orElseThrow();
        assertEquals(Optional.empty(), users().createAdministrator(2));
        assertInstanceOf(SignIn.Welcome.class, users().signIn("admin", password, "192.0.2.1", 0));
        User admin = users().list().get(0);
        assertTrue(admin.passwordHash().startsWith("$argon2id$"), admin.passwordHash());
        assertFalse(admin.toString().contains("argon"));
        assertEquals("user.add", audit.get(0).action());
    }

    @Test
    void shouldSayWhatIsWrongWhenAccountCannotBe() {
        Users users = users();
        users.createAdministrator(1);
        assertEquals(Optional.of(UserMistake.NAME), users.add("", GOOD, "admin", 1));
        assertEquals(Optional.of(UserMistake.NAME), users.add("a b", GOOD, "admin", 1));
        assertEquals(Optional.of(UserMistake.NAME), users.add("local", GOOD, "admin", 1));
        assertEquals(Optional.of(UserMistake.NAME), users.add("x".repeat(65), GOOD, "admin", 1));
        assertEquals(Optional.of(UserMistake.TAKEN), users.add("admin", GOOD, "admin", 1));
        assertEquals(
                Optional.of(UserMistake.PASSWORD),
                users.add("a", "x".repeat(Users.PASSWORD_CHARS_MIN - 1), "admin", 1));
        assertEquals(
                Optional.of(UserMistake.PASSWORD),
                users.add("a", "x".repeat(Users.PASSWORD_CHARS_MAX + 1), "admin", 1));
        assertEquals(Optional.empty(), users.add("张伟", "x".repeat(Users.PASSWORD_CHARS_MAX), "admin", 1));
        assertEquals(Optional.of(UserMistake.NO_SUCH_USER), users.resetPassword("nobody", GOOD, "admin", 1));
        assertEquals(Optional.of(UserMistake.NO_SUCH_USER), users.disable("nobody", "admin", 1));
    }

    @Test
    void shouldKeepTheLastOpenAccount() {
        Users users = users();
        users.createAdministrator(1);
        assertEquals(Optional.of(UserMistake.LAST_ONE), users.disable("admin", "admin", 1));
        users.add("bea", GOOD, "admin", 1);
        assertEquals(Optional.empty(), users.disable("admin", "bea", 1));
        assertEquals(Optional.of(UserMistake.LAST_ONE), users.disable("bea", "bea", 1));
        assertInstanceOf(SignIn.Wrong.class, users.signIn("admin", GOOD, "192.0.2.1", 0));
        assertEquals(2, users().list().size(), "a name on record stays");
    }

    @Test
    void shouldEndSessionsWhenPasswordIsReset() {
        Users users = users();
        users.add("bea", GOOD, "admin", 1);
        Session session = ((SignIn.Welcome) users.signIn("bea", GOOD, "192.0.2.1", 0)).session();
        assertEquals("bea", users.bySession(session.token(), 1).orElseThrow().name());
        users.resetPassword("bea", GOOD + "5", "admin", 2);
        assertTrue(users.bySession(session.token(), 3).isEmpty());
        assertFalse(users.isPassword("bea", GOOD));
        assertTrue(users.isPassword("bea", GOOD + "5"));
    }

    @Test
    void shouldKeepTokensThroughRestartAndShutThemWithTheirUser() {
        Users users = users();
        users.createAdministrator(1);
        users.add("bea", GOOD, "admin", 1);
        String secret = users.createToken("bea", "x".repeat(ApiToken.LABEL_CHARS_MAX + 1), 2)
                .orElseThrow();
        Users again = users();
        assertEquals("bea", again.byBearer(secret).orElseThrow().name());
        assertEquals(ApiToken.LABEL_CHARS_MAX, again.tokens().get(0).label().length());
        assertEquals(Caller.LOCAL, again.byBearer(token.secret()).orElseThrow().name());
        again.disable("bea", "admin", 3);
        assertTrue(again.byBearer(secret).isEmpty());
        assertFalse(again.removeToken("nonsense", "admin", 4));
    }

    @Test
    void shouldSlowDownByNameFromManyAddressesAndByAddressUnderManyNames() {
        Attempts attempts = new Attempts();
        for (int i = 0; i < Attempts.WRONG_MAX; i++) {
            assertEquals(0, attempts.waitNs("k", Attempts.WRONG_MAX, 0));
            attempts.wrong("k", 0);
        }
        assertEquals(Attempts.REFILL_NS, attempts.waitNs("k", Attempts.WRONG_MAX, 0));
        assertEquals(SECOND_NS, attempts.waitNs("k", Attempts.WRONG_MAX, Attempts.REFILL_NS - SECOND_NS));
        assertEquals(0, attempts.waitNs("k", Attempts.WRONG_MAX, Attempts.REFILL_NS));
        assertEquals(0, attempts.waitNs("k", Attempts.WRONG_UNDER_NAME_MAX, 0));
        attempts.right("k");
        assertEquals(0, attempts.waitNs("k", 1, 0));
    }

    @Test
    void shouldForgetQuietestAttemptsAndOldestSessionsAtTheBound() {
        Attempts attempts = new Attempts();
        for (int i = 0; i <= Attempts.KEYS_MAX; i++) {
            attempts.wrong("k" + i, i);
        }
        assertEquals(Attempts.KEYS_MAX, attempts.size());
        assertEquals(0, attempts.waitNs("k0", 1, 5));
        assertTrue(attempts.waitNs("k1", 1, 5) > 0);
        Sessions sessions = new Sessions();
        Session first = sessions.open("ann", 0);
        Session second = sessions.open("ann", 0);
        assertTrue(sessions.find(first.token(), 1).isPresent());
        for (int i = 2; i <= Sessions.SESSIONS_MAX; i++) {
            sessions.open("ann", 2);
        }
        assertEquals(Sessions.SESSIONS_MAX, sessions.size());
        assertTrue(sessions.find(second.token(), 3).isEmpty(), "the least recently used goes");
        assertTrue(sessions.find(first.token(), 3).isPresent());
    }

    @Test
    void shouldEndSessionWhenIdleOrOld() {
        Sessions sessions = new Sessions();
        Session session = sessions.open("ann", 0);
        assertTrue(sessions.find(session.token(), Sessions.IDLE_MAX_NS).isPresent());
        assertTrue(sessions.find(session.token(), 2 * Sessions.IDLE_MAX_NS + 1).isEmpty());
        Session busy = sessions.open("ann", 0);
        long atNs = 0;
        while (atNs + Sessions.IDLE_MAX_NS <= Sessions.AGE_MAX_NS) {
            atNs += Sessions.IDLE_MAX_NS;
            assertTrue(sessions.find(busy.token(), atNs).isPresent());
        }
        assertTrue(sessions.find(busy.token(), Sessions.AGE_MAX_NS + 1).isEmpty());
    }

    @Test
    void shouldKeepLocalTokenForItsOwnerOnlyAndRefuseAnEmptyOne() throws IOException {
        Path file = folder.resolve("token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(token.secret(), LocalToken.openOrCreate(file).secret());
        assertEquals("<secret>", token.toString());
        Files.writeString(file, "\n");
        assertThrows(IOException.class, () -> LocalToken.read(file));
    }
}
