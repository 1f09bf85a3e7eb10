package io.kerbstone.collector.registry;

/** Names what one agent measures: {@code agent~id}. Ids hold no tilde, and a tilde needs no escape in a URL. */
public final class StreamKey {
    private StreamKey() {}

    /** The name for what is known of an agent's path beside its observations; no device is called so. */
    public static String ofFacts(String agentId, String pathId) {
        return agentId + "~path~" + pathId;
    }

    /** The name for an agent's path or device as the agent calls it. */
    public static String of(String agentId, String id) {
        return agentId + "~" + id;
    }
}
