package io.kerbstone.collector.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kerbstone.collector.judge.DeviceLive;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.registry.DeviceRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.reports.Causes;
import io.kerbstone.collector.reports.IndicatorsJson;
import io.kerbstone.collector.reports.ReasonsJson;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Period;
import io.kerbstone.measurement.Reading;
import io.kerbstone.measurement.Target;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Indicators and series of paths, indicators of groups, readings of devices. Safe for many threads. */
final class FiguresApi {
    private static final double NS_PER_US = 1_000;

    private final WebParts parts;
    private final Figures figures;

    FiguresApi(WebParts parts) {
        this.parts = parts;
        this.figures = parts.figures();
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, Gate.API + "/paths/{id}/indicators", this::path)
                .on(HttpMethod.GET, Gate.API + "/paths/{id}/series", this::series)
                .on(HttpMethod.GET, Gate.API + "/paths/{id}/facts", this::facts)
                .on(HttpMethod.GET, Gate.API + "/paths/{id}/facts/history", this::factHistory)
                .on(HttpMethod.GET, Gate.API + "/groups/{id}/indicators", this::group)
                .on(HttpMethod.GET, Gate.API + "/devices/{id}/readings", this::readings)
                .on(HttpMethod.GET, Gate.API + "/devices/{id}/history", this::history);
    }

    private void path(RoutingContext context) {
        String id = context.pathParam("id");
        if (parts.registry().path(id).isEmpty()) {
            Replies.noSuch(context, "path", id);
            return;
        }
        Times.period(context).ifPresent(period -> {
            Target target = Targets.ofPath(parts.registry(), id);
            PathIndicators indicators = figures.path(id, period);
            Causes causes = Causes.ofPath(id, period, figures, parts.registry(), parts.exclusions());
            ObjectNode json = IndicatorsJson.path(indicators, target, causes.revision());
            json.set("causes", causes.json());
            ReasonsJson.put(json, figures.reasons(id, period), indicators.lossAll());
            Replies.ok(context, withPeriod(json.put("path", id), period));
        });
    }

    private void group(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<GroupRecord> group = parts.registry().group(id);
        if (group.isEmpty()) {
            Replies.noSuch(context, "group", id);
            return;
        }
        Times.period(context).ifPresent(period -> {
            Causes causes = Causes.ofGroup(group.get(), period, figures, parts.registry(), parts.exclusions());
            ObjectNode json =
                    IndicatorsJson.group(figures.group(id, period), group.get().target(), causes.revision());
            json.set("causes", causes.json());
            Replies.ok(context, withPeriod(json.put("group", id), period));
        });
    }

    private ObjectNode withPeriod(ObjectNode json, Period period) {
        Times.put(json, "from", period.startMs(), parts.zone());
        Times.put(json, "to", period.endMs(), parts.zone());
        return json;
    }

    private void series(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<PathRecord> path = parts.registry().path(id);
        if (path.isEmpty()) {
            Replies.noSuch(context, "path", id);
            return;
        }
        String asked = context.request().getParam("points");
        int points = asked == null ? Series.POINTS_USUAL : asked.matches("\\d{1,4}") ? Integer.parseInt(asked) : 0;
        if (points < 1 || points > Series.POINTS_MAX) {
            Replies.error(context, 400, "'points' is a number from 1 to " + Series.POINTS_MAX + ".");
            return;
        }
        Times.period(context).ifPresent(period -> {
            PathIndicators indicators = figures.path(id, period);
            Target target = Targets.ofPath(parts.registry(), id);
            ObjectNode json = Series.json(
                    figures.intervals(id, period), path.get().definition().rule(), indicators.ledger(), points);
            json.put("targetDelayUs", target.delayNs() / NS_PER_US);
            // Charts show the collector's time of day wherever the browser stands.
            json.put("zoneOffsetMs", Times.offsetMs(period.endMs(), parts.zone()));
            Replies.ok(context, json);
        });
    }

    private void readings(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<DeviceRecord> device = parts.registry().device(id);
        if (device.isEmpty()) {
            Replies.noSuch(context, "device", id);
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("device", id);
        Optional<DeviceLive> live = figures.device(id);
        json.put(
                "status",
                live.map(known -> known.status().name().toLowerCase(Locale.ROOT))
                        .orElse("never"));
        json.put("profile", live.map(DeviceLive::profileId).orElse(""));
        Replies.ok(context, withReadings(json, live));
    }

    private ObjectNode withReadings(ObjectNode json, Optional<DeviceLive> live) {
        Times.put(
                json,
                "polledAt",
                live.map(DeviceLive::polledAtMs).filter(ms -> ms > 0).orElse(0L),
                parts.zone());
        ArrayNode readings = json.putArray("readings");
        live.ifPresent(known -> known.readings().forEach(timed -> readings.add(reading(timed))));
        return json;
    }

    private void facts(RoutingContext context) {
        String id = context.pathParam("id");
        if (parts.registry().path(id).isEmpty()) {
            Replies.noSuch(context, "path", id);
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("path", id);
        Replies.ok(context, withReadings(json, figures.facts(id)));
    }

    private void factHistory(RoutingContext context) {
        String id = context.pathParam("id");
        String series = context.request().getParam("series");
        if (parts.registry().path(id).isEmpty()) {
            Replies.noSuch(context, "path", id);
        } else if (series == null || series.isEmpty()) {
            Replies.error(context, 400, "Give 'series'; /paths/{id}/facts lists the names.");
        } else {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("path", id).put("series", series);
            Times.period(context)
                    .ifPresent(
                            period -> Replies.ok(context, withPoints(json, figures.factHistory(id, series, period))));
        }
    }

    private ObjectNode reading(DeviceLive.TimedReading timed) {
        Reading reading = timed.reading();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("series", reading.series())
                .put("kind", reading.kind().name().toLowerCase(Locale.ROOT))
                .put("unit", reading.unit())
                .put("quality", reading.quality().name().toLowerCase(Locale.ROOT))
                .put("source", reading.source())
                .put("text", reading.text());
        if (Double.isNaN(reading.value())) {
            json.putNull("value");
        } else {
            json.put("value", reading.value());
        }
        Times.put(json, "at", timed.atMs(), parts.zone());
        return json;
    }

    private void history(RoutingContext context) {
        String id = context.pathParam("id");
        String series = context.request().getParam("series");
        if (parts.registry().device(id).isEmpty()) {
            Replies.noSuch(context, "device", id);
        } else if (series == null || series.isEmpty()) {
            Replies.error(context, 400, "Give 'series'; /devices/{id}/readings lists the names.");
        } else {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("device", id).put("series", series);
            Times.period(context)
                    .ifPresent(period -> Replies.ok(context, withPoints(json, figures.history(id, series, period))));
        }
    }

    private static ObjectNode withPoints(ObjectNode json, List<Figures.Point> all) {
        ArrayNode points = json.putArray("points");
        all.forEach(point -> points.addArray().add(point.atMs()).add(point.value()));
        return json;
    }
}
