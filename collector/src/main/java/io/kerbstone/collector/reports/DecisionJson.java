package io.kerbstone.collector.reports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.measurement.AvailabilityVerdict;
import io.kerbstone.measurement.DelayVerdict;
import io.kerbstone.measurement.LossVerdict;
import io.kerbstone.measurement.MeanDelay;
import io.kerbstone.measurement.WilsonInterval;
import java.util.OptionalLong;

/** What each verdict rests on and what would decide it, as JSON: sample, interval, errors, and how many more. Stateless. */
final class DecisionJson {
    private static final double CONFIDENCE = 0.95;
    private static final double NS_PER_US = 1000.0;

    private DecisionJson() {}

    static ObjectNode of(Verdicts verdicts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("availability", of(verdicts.availability()));
        putDelay(json.putObject("delay"), verdicts.delay());
        putLoss(json.putObject("loss"), verdicts.loss());
        return json;
    }

    static ObjectNode of(AvailabilityVerdict verdict) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("measuredMs", verdict.measuredMs())
                .put("unknownMs", verdict.unknownMs())
                .put("unknownToMeetMs", verdict.unknownToMeetMs())
                .put("unknownToMissMs", verdict.unknownToMissMs());
        return putFurther(json, "furtherUpMs", verdict.furtherUpMs());
    }

    private static void putDelay(ObjectNode json, DelayVerdict verdict) {
        MeanDelay mean = verdict.mean();
        json.put("replies", mean.count())
                .put("independent", mean.independent())
                .put("confidence", CONFIDENCE)
                .put("errorBoundUs", mean.errorBoundNs() / NS_PER_US)
                .put("standardErrorUs", mean.standardErrorNs() / NS_PER_US);
        if (mean.count() == 0) {
            json.putNull("lowUs").putNull("highUs");
        } else {
            json.put("lowUs", mean.lowNs() / NS_PER_US).put("highUs", mean.highNs() / NS_PER_US);
        }
        putFurther(json, "furtherReplies", verdict.furtherReplies());
    }

    private static void putLoss(ObjectNode json, LossVerdict verdict) {
        json.put("probes", verdict.sample().sent()).put("confidence", CONFIDENCE);
        WilsonInterval interval = verdict.sample().interval95();
        if (interval == null) {
            json.putNull("low").putNull("high");
        } else {
            json.put("low", interval.low()).put("high", interval.high());
        }
        putFurther(json, "furtherProbes", verdict.furtherProbes());
    }

    private static ObjectNode putFurther(ObjectNode json, String name, OptionalLong further) {
        return further.isEmpty() ? json.putNull(name) : json.put(name, further.getAsLong());
    }
}
