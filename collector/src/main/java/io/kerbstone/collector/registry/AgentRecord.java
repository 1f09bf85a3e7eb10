package io.kerbstone.collector.registry;

import java.util.Arrays;
import java.util.List;

/**
 * An enrolled agent.
 *
 * @param id name in its certificate and in its frames
 * @param name what people call it
 * @param site where it stands, as its token said; may be empty
 * @param signingKey its public Ed25519 key, 32 bytes
 * @param status whether it may talk to us
 * @param enrolledAtMs ms since 1970 UTC
 * @param lastSeenMs last message or disconnection, ms since 1970 UTC; 0 when it never connected
 * @param connected whether it is connected now
 * @param softwareVersion as its last hello said; empty before the first
 * @param configVersion version of what is assigned to it
 * @param appliedVersion version it last said it applied; 0 before the first
 * @param mistakes what it found wrong in that
 */
@SuppressWarnings("ArrayRecordComponent") // equals looks into the key; nobody changes it
public record AgentRecord(
        String id,
        String name,
        String site,
        byte[] signingKey,
        Status status,
        long enrolledAtMs,
        long lastSeenMs,
        boolean connected,
        String softwareVersion,
        long configVersion,
        long appliedVersion,
        List<String> mistakes) {
    /** Whether an agent may talk to us. */
    public enum Status {
        /** It may. */
        ACTIVE,
        /** Never again; what it sent before stays. */
        REVOKED
    }

    /** Copies the list. */
    public AgentRecord {
        mistakes = List.copyOf(mistakes);
    }

    AgentRecord revoked() {
        return new AgentRecord(
                id,
                name,
                site,
                signingKey,
                Status.REVOKED,
                enrolledAtMs,
                lastSeenMs,
                connected,
                softwareVersion,
                configVersion,
                appliedVersion,
                mistakes);
    }

    AgentRecord seen(boolean nowConnected, long nowMs, String version) {
        return new AgentRecord(
                id,
                name,
                site,
                signingKey,
                status,
                enrolledAtMs,
                nowMs,
                nowConnected,
                version,
                configVersion,
                appliedVersion,
                mistakes);
    }

    AgentRecord assigned(long version) {
        return new AgentRecord(
                id,
                name,
                site,
                signingKey,
                status,
                enrolledAtMs,
                lastSeenMs,
                connected,
                softwareVersion,
                version,
                appliedVersion,
                mistakes);
    }

    AgentRecord applied(long version, List<String> found) {
        return new AgentRecord(
                id,
                name,
                site,
                signingKey,
                status,
                enrolledAtMs,
                lastSeenMs,
                connected,
                softwareVersion,
                configVersion,
                version,
                found);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentRecord a
                && id.equals(a.id)
                && name.equals(a.name)
                && site.equals(a.site)
                && Arrays.equals(signingKey, a.signingKey)
                && status == a.status
                && enrolledAtMs == a.enrolledAtMs
                && lastSeenMs == a.lastSeenMs
                && connected == a.connected
                && softwareVersion.equals(a.softwareVersion)
                && configVersion == a.configVersion
                && appliedVersion == a.appliedVersion
                && mistakes.equals(a.mistakes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
