package io.kerbstone.collector.web;

import io.kerbstone.collector.judge.PathLive;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.GroupRecord;
import io.kerbstone.collector.registry.PathRecord;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.PathIndicators;
import io.kerbstone.measurement.Ratio;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All paths by group, the worst first; the tiles are fetched again while the page is open. Safe for many threads. */
public final class OverviewPage {
    /** DOWN first. */
    public static final List<IntervalState> STATES_BY_URGENCY =
            List.of(IntervalState.DOWN, IntervalState.UNKNOWN, IntervalState.UP, IntervalState.EXCLUDED);

    /** Most tiles of a section; of more only the most urgent are shown. */
    static final int TILES_MAX = 300;

    private final Pages pages;
    private final Today today;

    OverviewPage(Pages pages, Today today) {
        this.pages = pages;
        this.today = today;
    }

    /**
     * One path.
     *
     * @param id see {@link PathRecord#id}
     * @param name for people
     * @param note target and since when
     * @param state now
     * @param delayUs mean of the last interval, µs, or NaN
     * @param loss today
     * @param availability today
     */
    public record Tile(
            String id,
            String name,
            String note,
            IntervalState state,
            double delayUs,
            @Nullable Ratio loss,
            @Nullable Ratio availability) {}

    /**
     * One group.
     *
     * @param groupId empty for the paths that are in none
     * @param name for people
     * @param state the group's own; null for the paths that are in none
     * @param note how many there are, and how many are not shown
     * @param tiles the worst first
     */
    public record Section(String groupId, String name, @Nullable IntervalState state, String note, List<Tile> tiles) {}

    /**
     * The page.
     *
     * @param sections groups by name, then the rest
     * @param counts paths by state
     * @param agents active agents
     * @param connectedAgents of those, connected
     */
    public record Model(List<Section> sections, Map<IntervalState, Integer> counts, int agents, int connectedAgents) {
        /** Copies. */
        public Model {
            sections = List.copyOf(sections);
            counts = Map.copyOf(counts);
        }

        /** Whether there is no path yet. */
        public boolean isEmpty() {
            return sections.isEmpty();
        }

        /** Whether an agent was enrolled. */
        public boolean hasAgents() {
            return agents > 0;
        }

        /** Paths in the state. */
        public int count(IntervalState state) {
            return counts.getOrDefault(state, 0);
        }

        /** Active agents that are not connected. */
        public int silentAgents() {
            return agents - connectedAgents;
        }
    }

    void mount(Router router) {
        router.get("/").blockingHandler(pages.in("overview", this::page), false);
        router.get("/overview/tiles").blockingHandler(pages.in("overview", this::tiles), false);
    }

    private void page(RoutingContext context) {
        pages.show(context, "overview", "model", model(context));
    }

    private void tiles(RoutingContext context) {
        pages.show(context, "tiles", "model", model(context));
    }

    private Model model(RoutingContext context) {
        Registry registry = pages.parts().registry();
        Messages words = pages.words(context);
        Format format = pages.format(context);
        long nowMs = pages.nowMs();
        Map<String, Tile> tiles = new HashMap<>();
        Map<IntervalState, Integer> counts = new HashMap<>();
        for (PathRecord path : registry.paths()) {
            Tile tile = tile(path, words, format, nowMs);
            tiles.put(tile.id(), tile);
            counts.merge(tile.state(), 1, Integer::sum);
        }
        List<AgentRecord> active = registry.agents().stream()
                .filter(agent -> agent.status() == AgentRecord.Status.ACTIVE)
                .toList();
        int connected = (int) active.stream().filter(AgentRecord::connected).count();
        return new Model(sections(registry.groups(), tiles, words), counts, active.size(), connected);
    }

    private Tile tile(PathRecord path, Messages words, Format format, long nowMs) {
        Optional<PathLive> live = pages.parts().figures().live(path.id());
        PathIndicators figures =
                today.of(path.id(), nowMs, pages.parts().clock().nowNs());
        String target = targetOf(pages.parts().registry(), path);
        return new Tile(
                path.id(),
                path.name(),
                live.map(known -> words.get("tile.since", target, format.duration(nowMs - known.sinceMs())))
                        .orElse(words.get("tile.new", target)),
                live.map(PathLive::state).orElse(IntervalState.UNKNOWN),
                live.map(PathLive::lastRttUs).orElse(Double.NaN),
                figures.lossAll().ratio(),
                figures.ledger().availability());
    }

    private static List<Section> sections(List<GroupRecord> groups, Map<String, Tile> tiles, Messages words) {
        List<Section> sections = new ArrayList<>();
        Set<String> grouped = new HashSet<>();
        groups.stream()
                .filter(group -> !group.id().equals(GroupRecord.ALL))
                .sorted(Comparator.comparing(GroupRecord::name))
                .forEach(group -> {
                    List<Tile> members = group.pathIds().stream()
                            .filter(tiles::containsKey)
                            .map(tiles::get)
                            .toList();
                    grouped.addAll(group.pathIds());
                    if (!members.isEmpty()) {
                        IntervalState state = group.policy()
                                .combine(members.stream().map(Tile::state).toList());
                        sections.add(section(group.id(), group.name(), state, members, words));
                    }
                });
        List<Tile> rest = tiles.values().stream()
                .filter(tile -> !grouped.contains(tile.id()))
                .toList();
        sections.sort(Comparator.comparingInt(section -> STATES_BY_URGENCY.indexOf(section.state())));
        if (!rest.isEmpty()) {
            String name = words.get(sections.isEmpty() ? "overview.all" : "overview.rest");
            sections.add(section("", name, null, rest, words));
        }
        return sections;
    }

    private static Section section(
            String id, String name, @Nullable IntervalState state, List<Tile> members, Messages words) {
        List<Tile> shown = members.stream()
                .sorted(Comparator.comparingInt((Tile tile) -> STATES_BY_URGENCY.indexOf(tile.state()))
                        .thenComparing(Tile::name)
                        .thenComparing(Tile::id))
                .limit(TILES_MAX)
                .toList();
        String note = shown.size() == members.size()
                ? words.get("overview.paths", members.size())
                : words.get("overview.pathsCut", members.size(), shown.size());
        return new Section(id, name, state, note, shown);
    }

    /** What a path probes: its own target, or the address of its device. */
    static String targetOf(Registry registry, PathRecord path) {
        if (!path.definition().target().isEmpty()) {
            return path.definition().target();
        }
        return path.definition()
                .deviceId()
                .flatMap(id -> registry.device(path.local() ? path.agentId() + "~" + id : id))
                .map(device -> device.definition().address())
                .orElse("");
    }
}
