package io.kerbstone.measurement;

/**
 * One atomic result on a path: what RFC 2330 calls a singleton (a word Java readers know for something else).
 *
 * @param pathId the path, at most 64 characters of {@code [a-zA-Z0-9._-]}
 * @param sentAtNs monotonic send time of the agent's current boot, ns; for a probe not sent, when it was due
 * @param outcome what became of it
 */
public record Observation(String pathId, long sentAtNs, Outcome outcome) {}
