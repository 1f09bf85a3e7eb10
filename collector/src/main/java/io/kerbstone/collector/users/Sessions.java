package io.kerbstone.collector.users;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The browsers that signed in, least recently used first. Safe for many threads. */
final class Sessions {
    /** A session that asked for nothing this long is over, ns: half a day, so that a screen on the wall stays signed in. */
    static final long IDLE_MAX_NS = 12L * 3600 * 1_000_000_000;
    /** However busy, a session is over after this, ns: a week. */
    static final long AGE_MAX_NS = 7L * 24 * 3600 * 1_000_000_000;
    /** With more than this, the least recently used goes. */
    static final int SESSIONS_MAX = 2_000;

    private record Seen(Session session, long lastAtNs) {}

    private final Map<String, Seen> byToken = new LinkedHashMap<>(64, 0.75f, true);

    synchronized Session open(String userName, long nowNs) {
        forgetOld(nowNs);
        Session session = new Session(Secrets.token(), userName, Secrets.token(), nowNs);
        byToken.put(session.token(), new Seen(session, nowNs));
        return session;
    }

    synchronized Optional<Session> find(String token, long nowNs) {
        Seen seen = byToken.get(token);
        if (seen == null) {
            return Optional.empty();
        }
        if (isOver(seen, nowNs)) {
            byToken.remove(token);
            return Optional.empty();
        }
        byToken.put(token, new Seen(seen.session, nowNs));
        return Optional.of(seen.session);
    }

    synchronized void close(String token) {
        byToken.remove(token);
    }

    synchronized void closeAllOf(String userName) {
        byToken.values().removeIf(seen -> seen.session.userName().equals(userName));
    }

    synchronized int size() {
        return byToken.size();
    }

    private void forgetOld(long nowNs) {
        byToken.values().removeIf(seen -> isOver(seen, nowNs));
        Iterator<Seen> eldest = byToken.values().iterator();
        while (byToken.size() >= SESSIONS_MAX && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    private static boolean isOver(Seen seen, long nowNs) {
        return nowNs - seen.lastAtNs > IDLE_MAX_NS || nowNs - seen.session.startedAtNs() > AGE_MAX_NS;
    }
}
