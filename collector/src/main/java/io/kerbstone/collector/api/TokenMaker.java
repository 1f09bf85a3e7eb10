package io.kerbstone.collector.api;

import io.kerbstone.collector.registry.Registry;
import io.kerbstone.identity.EnrolmentToken;
import java.util.Optional;

/** Makes enrolment tokens: the registry keeps the hash, the person gets the text, once. Safe for many threads. */
public final class TokenMaker {
    private final Registry registry;
    private final byte[] fingerprint;
    private final int agentPort;

    /** Tokens of this registry that pin the authority with this SHA-256 fingerprint; agents connect to that port. */
    public TokenMaker(Registry registry, byte[] fingerprint, int agentPort) {
        this.registry = registry;
        this.fingerprint = fingerprint.clone();
        this.agentPort = agentPort;
    }

    /** What came of it. */
    public sealed interface Made {}

    /** The token's text, to be shown once. */
    public record Token(String text, long expiresAtMs) implements Made {
        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /** Why there is none. */
    public record Refused(String sentence) implements Made {}

    /** Makes one for so many agents at a site. */
    public Made make(String site, long ttlMs, int uses, String by, long nowMs) {
        EnrolmentToken token = EnrolmentToken.create(fingerprint);
        Optional<String> refusal = registry.addToken(token.secretHash(), site, ttlMs, uses, by, nowMs);
        return refusal.isPresent() ? new Refused(refusal.get()) : new Token(token.print(), nowMs + ttlMs);
    }

    /** What to run on the new agent. */
    public String command(String collectorHost, String token) {
        String host = collectorHost.contains(":") && !collectorHost.startsWith("[")
                ? "[" + collectorHost + "]"
                : collectorHost;
        return "kerbstone-agent enroll --collector " + host + ":" + agentPort + " --token " + token;
    }
}
