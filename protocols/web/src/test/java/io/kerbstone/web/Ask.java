package io.kerbstone.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.kerbstone.measurement.Outcome;
import io.kerbstone.measurement.Outcome.LossReason;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.ProbeOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a prober and looks at the answer. */
final class Ask {
    /** Waiting time of probes that are answered, ms: a busy machine is slow. */
    static final long PATIENT_MS = 20_000;

    private Ask() {}

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static WebResult one(WebProber prober, String target, String address, ProbeOptions options, long waitingTimeMs)
            throws Exception {
        CompletableFuture<WebResult> result = new CompletableFuture<>();
        prober.probe(new WebProbe("p", target, address(address), options, waitingTimeMs), result::complete);
        return result.get(60, TimeUnit.SECONDS);
    }

    /** Asks until the machine had room for it: a starved answer is honest, but says nothing of what is tested. */
    static WebResult judged(WebProber prober, String target, String address, ProbeOptions options) throws Exception {
        WebResult result = one(prober, target, address, options, PATIENT_MS);
        for (int i = 0; i < 50 && isStarved(result); i++) {
            result = one(prober, target, address, options, PATIENT_MS);
        }
        return result;
    }

    static boolean isStarved(WebResult result) {
        return result.observation().outcome().equals(new Outcome.NotMeasured(Outcome.NotMeasuredReason.STARVED));
    }

    static Outcome.Replied replied(WebResult result) {
        return assertInstanceOf(Outcome.Replied.class, result.observation().outcome(), () -> result.toString());
    }

    static void assertLost(LossReason reason, WebResult result) {
        assertEquals(new Outcome.Lost(reason), result.observation().outcome(), result::toString);
    }

    static void assertNotMeasured(Outcome.NotMeasuredReason reason, WebResult result) {
        assertEquals(new Outcome.NotMeasured(reason), result.observation().outcome(), result::toString);
    }

    /** The text of a fact; empty when there is none. */
    static String text(WebResult result, String series) {
        return result.facts().stream()
                .filter(fact -> fact.series().equals(series) && fact.text() != null)
                .map(Reading::text)
                .findFirst()
                .orElse("");
    }

    /** The number of a fact; NaN when there is none. */
    static double number(WebResult result, String series) {
        return result.facts().stream()
                .filter(fact -> fact.series().equals(series))
                .mapToDouble(Reading::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
