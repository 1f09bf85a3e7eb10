package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.LossFigures;
import io.kerbstone.measurement.Reasons;
import io.kerbstone.settings.Choices;

/**
 * Why probes were lost or not measured, as JSON: {@code reasons} {lost, notMeasured}, each {reason: number}, and {@code
 * directions} {forward, return}, each shaped as {@code loss}, or null when no reflector told any. Stateless.
 */
public final class ReasonsJson {
    private ReasonsJson() {}

    /** Puts them beside a path's indicators; {@code all} is the loss of the same intervals. */
    public static void put(ObjectNode json, Reasons reasons, LossFigures all) {
        ObjectNode both = json.putObject("reasons");
        ObjectNode lost = both.putObject("lost");
        reasons.lost().forEach((reason, count) -> lost.put(Choices.textOf(reason), count));
        ObjectNode notMeasured = both.putObject("notMeasured");
        reasons.notMeasured().forEach((reason, count) -> notMeasured.put(Choices.textOf(reason), count));
        if (reasons.hasDirections()) {
            long replied = all.sent() - all.lost();
            ObjectNode directions = json.putObject("directions");
            IndicatorsJson.putLoss(directions.putObject("forward"), reasons.forward(replied));
            IndicatorsJson.putLoss(directions.putObject("return"), reasons.backward(replied));
        } else {
            json.putNull("directions");
        }
    }
}
