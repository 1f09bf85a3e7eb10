package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.judge.PathLive;
import java.time.ZoneId;

/** The JSON form of a path's state now. Stateless. */
final class LiveJson {
    private LiveJson() {}

    static ObjectNode of(PathLive live, ZoneId zone) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("state", live.state().name());
        Times.put(json, "since", live.sinceMs(), zone);
        Times.put(json, "lastInterval", live.lastIntervalMs(), zone);
        putNumber(json, "lastRttUs", live.lastRttUs());
        putNumber(json, "lossRatio", live.lossRatio());
        return json;
    }

    /** JSON has no NaN: what is not there is null. */
    private static void putNumber(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
