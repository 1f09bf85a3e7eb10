package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Edits;
import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.judge.DeviceLive;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.DeviceRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.Reading;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Durations;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Devices, a device's page with what was read, and the form to add or change one. Safe for many threads. */
public final class DevicePages {
    private final Pages pages;
    private final Edits edits;

    DevicePages(Pages pages, Edits edits) {
        this.pages = pages;
        this.edits = edits;
    }

    /**
     * One device in the list.
     *
     * @param status last poll: a name of {@link io.kerbstone.measurement.DeviceReadings.Status}, or {@code NONE}
     * @param model what it says it is; may be empty
     * @param readAtMs last poll, ms since 1970 UTC; 0 when never
     * @param agent name of the agent that polls it
     */
    public record Line(
            String id, String name, String address, String status, String model, long readAtMs, String agent) {}

    /** One interface as a row of a table, in trouble when it should be up and is not; the cells go with {@link Model#columns}. */
    public record Interface(String name, boolean isTrouble, List<String> cells) {
        /** Copies the list. */
        public Interface {
            cells = List.copyOf(cells);
        }
    }

    /** A device's page. */
    public record Model(
            Line line,
            boolean editable,
            List<Reading> facts,
            List<String> columns,
            List<Interface> interfaces,
            List<Reading> others) {
        /** Whether nothing was read yet. */
        public boolean isEmpty() {
            return facts.isEmpty() && interfaces.isEmpty() && others.isEmpty();
        }
    }

    /** A reading's value with its unit. */
    public static String shown(Reading reading, Format format) {
        return ReadingTables.shown(reading, format);
    }

    /** What people call a fact; its series when there is no word for it. */
    public static String labelOf(Reading fact, View view) {
        return ReadingTables.labelOf(fact, view);
    }

    void mount(Router router) {
        router.get("/devices").blockingHandler(pages.in("devices", this::list), false);
        router.post("/devices").blockingHandler(pages.in("devices", this::add), false);
        router.get("/devices/new")
                .blockingHandler(pages.in("devices", context -> show(context, 200, usual(), List.of(), true)), false);
        router.get("/devices/:id").blockingHandler(pages.in("devices", this::page), false);
        router.get("/devices/:id/edit").blockingHandler(pages.in("devices", this::edit), false);
        router.post("/devices/:id").blockingHandler(pages.in("devices", this::change), false);
        router.post("/devices/:id/delete").blockingHandler(pages.in("devices", this::delete), false);
    }

    private void list(RoutingContext context) {
        Registry registry = pages.parts().registry();
        List<Line> lines = registry.devices().stream().map(this::line).toList();
        boolean hasAgents = !AgentPages.choices(registry).isEmpty();
        pages.show(context, "devices", "devices", lines, "hasAgents", hasAgents);
    }

    private Line line(DeviceRecord device) {
        Optional<DeviceLive> live = pages.parts().figures().device(device.id());
        String model = live.map(DeviceLive::readings).orElse(List.of()).stream()
                .map(DeviceLive.TimedReading::reading)
                .filter(reading -> reading.series().equals("identity/model"))
                .map(reading -> Optional.ofNullable(reading.text()).orElse(""))
                .findFirst()
                .orElse("");
        return new Line(
                device.id(),
                device.name(),
                device.definition().address(),
                live.map(known -> known.status().name()).orElse("NONE"),
                model,
                live.map(DeviceLive::polledAtMs).filter(ms -> ms > 0).orElse(0L),
                pages.parts()
                        .registry()
                        .agent(device.agentId())
                        .map(AgentRecord::name)
                        .orElse(device.agentId()));
    }

    private void page(RoutingContext context) {
        Optional<DeviceRecord> device = pages.parts().registry().device(context.pathParam("id"));
        if (device.isEmpty()) {
            pages.problem(context, 404);
            return;
        }
        List<Reading> readings =
                pages.parts().figures().latestReadings(device.get().id());
        ReadingTables tables = ReadingTables.of(readings, pages.words(context), pages.format(context));
        Model model = new Model(
                line(device.get()),
                !device.get().local(),
                tables.facts(),
                tables.columns(),
                tables.interfaces(),
                tables.others());
        pages.show(context, "device", "model", model);
    }

    private static FormValues usual() {
        return new FormValues()
                .put("snmp", "v2c")
                .put("snmp.port", Integer.toString(SnmpAccess.PORT_DEFAULT))
                .put("profile", DeviceDefinition.PROFILE_AUTO)
                .put("pollInterval", Durations.text(DeviceDefinition.POLL_INTERVAL_MS_DEFAULT));
    }

    private void show(RoutingContext context, int status, FormValues values, List<String> mistakes, boolean isNew) {
        values.offer("agent", AgentPages.choices(pages.parts().registry()));
        pages.show(context, status, "deviceform", "values", values, "mistakes", mistakes, "isNew", isNew);
    }

    private void edit(RoutingContext context) {
        Optional<DeviceRecord> device = own(context);
        if (device.isEmpty()) {
            pages.problem(context, 404);
        } else {
            show(context, 200, values(device.get()), List.of(), false);
        }
    }

    private static FormValues values(DeviceRecord device) {
        DeviceDefinition definition = device.definition();
        FormValues values = new FormValues()
                .put("id", definition.id())
                .put("name", definition.name())
                .put("agent", device.agentId())
                .put("address", definition.address())
                .put("profile", definition.profile())
                .put("pollInterval", Durations.text(definition.pollIntervalMs()))
                .put(
                        "snmp",
                        definition
                                .snmp()
                                .map(snmp -> Choices.textOf(snmp.version()))
                                .orElse("none"))
                .put("snmp.port", Integer.toString(SnmpAccess.PORT_DEFAULT));
        definition.snmp().ifPresent(snmp -> values.put("snmp.port", Integer.toString(snmp.port()))
                .put("snmp.community", hidden(snmp.community()))
                .put("snmp.securityName", snmp.securityName())
                .put("snmp.level", Choices.textOf(snmp.level()))
                .put("snmp.auth", Choices.textOf(snmp.auth()))
                .put("snmp.authKey", hidden(snmp.authKey()))
                .put("snmp.priv", Choices.textOf(snmp.priv()))
                .put("snmp.privKey", hidden(snmp.privKey()))
                .put("snmp.context", snmp.contextName()));
        return values;
    }

    private static String hidden(Secret secret) {
        return secret.isEmpty() ? "" : Secret.PLACEHOLDER;
    }

    private void add(RoutingContext context) {
        FormValues values = FormValues.of(context.request().formAttributes());
        Messages words = pages.words(context);
        if (pages.parts().registry().device(values.get("id")).isPresent()) {
            show(context, 400, values, List.of(words.get("id.taken", values.get("id"))), true);
        } else {
            put(context, values, Optional.empty());
        }
    }

    private void change(RoutingContext context) {
        if (own(context).isEmpty()) {
            pages.problem(context, 404);
            return;
        }
        String id = context.pathParam("id");
        put(context, FormValues.of(context.request().formAttributes()).put("id", id), Optional.of(id));
    }

    private void put(RoutingContext context, FormValues values, Optional<String> id) {
        List<String> mistakes =
                edits.putDevice(document(values), new Edits.Asked(Pages.by(context), pages.nowMs(), id));
        if (mistakes.isEmpty()) {
            Gate.redirect(context, "/devices/" + values.get("id"));
        } else {
            show(context, 400, values, mistakes, id.isEmpty());
        }
    }

    private static String document(FormValues values) {
        FormDocument document =
                new FormDocument(values).texts("id", "name", "agent", "address", "profile", "pollInterval");
        if (values.is("snmp", "v2c")) {
            document.text("snmp.version", "v2c").numbers("snmp.port").texts("snmp.community");
        } else if (values.is("snmp", "v3")) {
            List<String> fields = new ArrayList<>(List.of("snmp.securityName", "snmp.level", "snmp.context"));
            if (!values.is("snmp.level", "noAuthNoPriv")) {
                fields.addAll(List.of("snmp.auth", "snmp.authKey"));
            }
            if (values.is("snmp.level", "authPriv")) {
                fields.addAll(List.of("snmp.priv", "snmp.privKey"));
            }
            document.text("snmp.version", "v3").numbers("snmp.port").texts(fields.toArray(new String[0]));
        }
        return document.json();
    }

    private void delete(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<String> refusal = pages.parts().registry().deleteDevice(id, Pages.by(context), pages.nowMs());
        Optional<DeviceRecord> device = own(context);
        if (refusal.isPresent() && device.isPresent()) {
            show(context, 409, values(device.get()), List.of(refusal.get()), false);
        } else {
            Gate.redirect(context, "/devices");
        }
    }

    private Optional<DeviceRecord> own(RoutingContext context) {
        return pages.parts().registry().device(context.pathParam("id")).filter(device -> !device.local());
    }
}
