package io.kerbstone.icmp;

import org.junit.jupiter.api.Test;

/** The prober against networks that fail in every way, each in a network namespace of its own. */
class IcmpProberNamespaceTest {
    @Test
    void shouldCountLostWhenNothingAnswers() throws Exception {
        Namespace.run(Namespace.SILENT, "silence");
    }

    @Test
    void shouldTellRepliesApartWhenTheyAreLateDoubleForeignOrWrong() throws Exception {
        Namespace.run(Namespace.SILENT, "answers");
    }

    @Test
    void shouldFindEachProbeWhenMoreThan65535AreInFlight() throws Exception {
        Namespace.run(Namespace.SILENT, "manyInFlight");
    }

    @Test
    void shouldNotJudgeWhenTheProgramWasAwayForHalfTheWaitingTime() throws Exception {
        Namespace.run(Namespace.SILENT, "starved");
    }

    @Test
    void shouldSayTheReasonWhenARouterRefuses() throws Exception {
        Namespace.run(Namespace.PING_GROUP + Namespace.ROUTER, "router");
    }

    @Test
    void shouldUseDatagramSocketsWhenTheKernelAllowsThem() throws Exception {
        Namespace.run(Namespace.PING_GROUP, "datagram");
    }

    @Test
    void shouldCarryTheCodePointWhenOneIsAskedFor() throws Exception {
        Needs.tool("tcpdump", "code points");
        Namespace.run(Namespace.PING_GROUP, "codePoints");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoPermission() throws Exception {
        Namespace.run("", "exec setpriv --bounding-set -net_raw", "refused");
    }
}
