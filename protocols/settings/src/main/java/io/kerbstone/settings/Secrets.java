package io.kerbstone.settings;

/** Whether a writer may write secrets. */
public enum Secrets {
    /** As they are: only for the wire to the agent and for sealed storage. */
    REVEAL,
    /** As {@link Secret#PLACEHOLDER}: for pages, API answers, evidence and logs. */
    HIDE
}
