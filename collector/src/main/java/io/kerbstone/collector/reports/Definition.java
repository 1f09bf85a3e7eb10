package io.kerbstone.collector.reports;

/** How a figure is computed: one sentence each in the bundles, and the document it follows. */
enum Definition {
    STATE("ITU-T Y.1540"),
    LEDGER("docs/indicators.md"),
    AVAILABILITY("ITU-T Y.1540"),
    BOUNDS("docs/indicators.md"),
    VERDICT("docs/indicators.md"),
    SAMPLE("docs/verdicts.md"),
    OUTAGE("docs/indicators.md"),
    MTTR_MTBF("docs/indicators.md"),
    LOSS("RFC 6673, RFC 7680; E. B. Wilson 1927"),
    DELAY("RFC 2681; M. S. Bartlett 1946"),
    DELAY_VARIATION("RFC 5481"),
    GROUP("docs/indicators.md"),
    NETWORK("docs/indicators.md"),
    REVISION("docs/indicators.md");

    private final String reference;

    Definition(String reference) {
        this.reference = reference;
    }

    String reference() {
        return reference;
    }

    String key() {
        return "definition." + name();
    }

    String termKey() {
        return "definition." + name() + ".term";
    }
}
