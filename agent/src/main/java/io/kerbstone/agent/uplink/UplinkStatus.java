package io.kerbstone.agent.uplink;

/**
 * How the uplink stands.
 *
 * @param state in one word
 * @param collector the address spoken with, or tried last; empty when there is none
 * @param sentence why it is not connected; empty when it is
 * @param inFlight frames sent and not acknowledged
 */
public record UplinkStatus(State state, String collector, String sentence, int inFlight) {
    /** In one word. */
    public enum State {
        /** No collector is configured. */
        NONE,
        /** Being tried, or waiting to be tried again. */
        CONNECTING,
        /** Greeted. */
        CONNECTED,
        /** The collector said no. */
        REFUSED,
        /** Ended for good. */
        STOPPED
    }

    static UplinkStatus of(State state, String collector, String sentence) {
        return new UplinkStatus(state, collector, sentence, 0);
    }
}
