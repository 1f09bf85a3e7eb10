package io.kerbstone.collector.web;

import io.kerbstone.collector.api.Gate;
import io.kerbstone.collector.api.TokenMaker;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.registry.AgentRecord;
import io.kerbstone.collector.registry.Registry;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Agents: who is there, revoking, and tokens to enrol more. Safe for many threads. */
public final class AgentPages {
    private static final long MS_PER_HOUR = 3_600_000;

    private final Pages pages;
    private final TokenMaker tokens;

    AgentPages(Pages pages) {
        this.pages = pages;
        this.tokens = pages.parts().tokens();
    }

    /** How an agent is doing, with the style class of its mark. */
    public enum State {
        /** Connected now. */
        CONNECTED("met"),
        /** Known but not connected. */
        SILENT("undecided"),
        /** Enrolled and never connected. */
        NEW("undecided"),
        /** Cut off. */
        REVOKED("missed");

        private final String css;

        State(String css) {
            this.css = css;
        }

        /** Style class. */
        public String css() {
            return css;
        }
    }

    /**
     * The page.
     *
     * @param agents active ones first
     * @param clocks what is to be said of their clocks, by agent; nothing of an agent that sent nothing yet
     * @param command what to run on the new agent; empty unless a token was just made
     * @param problem a sentence; empty when there is none
     */
    public record Model(List<AgentRecord> agents, Map<String, List<String>> clocks, String command, String problem) {}

    /** How the agent is doing. */
    public static State stateOf(AgentRecord agent) {
        if (agent.status() == AgentRecord.Status.REVOKED) {
            return State.REVOKED;
        }
        if (agent.connected()) {
            return State.CONNECTED;
        }
        return agent.lastSeenMs() == 0 ? State.NEW : State.SILENT;
    }

    /** Active agents, to choose one. */
    static List<FormValues.Choice> choices(Registry registry) {
        return registry.agents().stream()
                .filter(agent -> agent.status() == AgentRecord.Status.ACTIVE)
                .map(agent -> new FormValues.Choice(agent.id(), agent.name()))
                .toList();
    }

    void mount(Router router) {
        router.get("/agents").blockingHandler(pages.in("agents", context -> show(context, 200, "", "")), false);
        router.post("/agents/tokens").blockingHandler(pages.in("agents", this::createToken), false);
        router.post("/agents/:id/revoke").blockingHandler(pages.in("agents", this::revoke), false);
    }

    private void show(RoutingContext context, int status, String command, String problem) {
        List<AgentRecord> agents = pages.parts().registry().agents().stream()
                .sorted(Comparator.comparing(AgentRecord::status).thenComparing(AgentRecord::name))
                .toList();
        pages.show(
                context,
                status,
                "agents",
                "model",
                new Model(agents, clocks(agents, pages.words(context)), command, problem));
    }

    private Map<String, List<String>> clocks(List<AgentRecord> agents, Messages words) {
        Figures figures = pages.parts().figures();
        return agents.stream().collect(Collectors.toMap(AgentRecord::id, agent -> figures.agentClock(agent.id())
                .map(clock -> ClockText.of(clock, figures.waitingFrames(agent.id()), words))
                .orElse(List.of())));
    }

    private void createToken(RoutingContext context) {
        var request = context.request();
        String site = request.getFormAttribute("site");
        TokenMaker.Made made = tokens.make(
                site == null ? "" : site.strip(),
                number(request.getFormAttribute("ttlHours")) * MS_PER_HOUR,
                (int) number(request.getFormAttribute("uses")),
                Pages.by(context),
                pages.nowMs());
        if (made instanceof TokenMaker.Token token) {
            show(context, 200, command(context, token.text()), "");
        } else if (made instanceof TokenMaker.Refused refused) {
            show(context, 400, "", refused.sentence());
        }
    }

    private String command(RoutingContext context, String token) {
        HostAndPort authority = context.request().authority();
        String host = authority == null ? "COLLECTOR" : authority.host();
        return tokens.command(host, token);
    }

    private void revoke(RoutingContext context) {
        Messages words = pages.words(context);
        Optional<String> refusal =
                pages.parts().registry().revoke(context.pathParam("id"), Pages.by(context), pages.nowMs());
        if (refusal.isPresent()) {
            show(context, 404, "", words.get("agent.unknown", context.pathParam("id")));
        } else {
            Gate.redirect(context, "/agents");
        }
    }

    /** The number; 0, which nothing accepts, for anything else. */
    private static long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }
}
