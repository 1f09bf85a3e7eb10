package io.kerbstone.collector.exclusions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The JSON form of an exclusion, in the API and on record. Stateless. */
public final class ExclusionJson {
    private ExclusionJson() {}

    /** Its document; times as ms since 1970 UTC. */
    public static ObjectNode of(Exclusion exclusion) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", exclusion.id())
                .put("scope", exclusion.scope().name().toLowerCase(Locale.ROOT))
                .put("scopeId", exclusion.scopeId())
                .put("fromMs", exclusion.period().startMs())
                .put("toMs", exclusion.period().endMs())
                .put("reason", exclusion.reason())
                .put("by", exclusion.by())
                .put("createdAtMs", exclusion.createdAtMs())
                .put("valid", exclusion.isValid());
        exclusion.approval().ifPresent(approval -> json.put("approvedBy", approval.by())
                .put("approvedAtMs", approval.atMs()));
        return json;
    }
}
