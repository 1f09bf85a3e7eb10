package io.kerbstone.settings;

/** How the probes of a path are spread over time. */
public enum Stream {
    /** At equal gaps (RFC 3432). */
    PERIODIC,
    /** At gaps that are exponentially distributed with the rule's gap as their mean (RFC 2330, section 11.1.1). */
    POISSON
}
