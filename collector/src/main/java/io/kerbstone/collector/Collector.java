package io.kerbstone.collector;

import io.kerbstone.collector.alerts.Alerts;
import io.kerbstone.collector.api.TokenMaker;
import io.kerbstone.collector.api.WebParts;
import io.kerbstone.collector.archive.Archive;
import io.kerbstone.collector.exclusions.Exclusions;
import io.kerbstone.collector.gateway.Gateway;
import io.kerbstone.collector.ingest.Ingest;
import io.kerbstone.collector.judge.Figures;
import io.kerbstone.collector.judge.Judge;
import io.kerbstone.collector.judge.JudgeLoop;
import io.kerbstone.collector.judge.LiveStates;
import io.kerbstone.collector.judge.Shelves;
import io.kerbstone.collector.judge.SpanMaker;
import io.kerbstone.collector.registry.AuditEntry;
import io.kerbstone.collector.registry.AuditTrail;
import io.kerbstone.collector.registry.Registry;
import io.kerbstone.collector.store.ChunkRows;
import io.kerbstone.collector.store.Database;
import io.kerbstone.collector.store.ExclusionStore;
import io.kerbstone.collector.store.ReceivedRows;
import io.kerbstone.collector.store.SpanRows;
import io.kerbstone.collector.store.UserStore;
import io.kerbstone.collector.users.LocalToken;
import io.kerbstone.collector.users.Users;
import io.kerbstone.collector.web.WebServer;
import io.kerbstone.identity.TlsContexts;
import io.kerbstone.identity.TlsCredentials;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.time.MonotonicClock;
import io.kerbstone.time.WallClock;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running collector. {@link #start} reads as the table of contents; closing stops everything in reverse, and whatever
 * was acknowledged is on disk before and after. Safe for many threads.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Parts parts;
    private final Core core;
    private final Gateway gateway;
    private final int agentPort;
    private final URI pages;
    private final Optional<String> firstPassword;

    private Collector(
            Parts parts, Core core, Gateway gateway, int agentPort, URI pages, Optional<String> firstPassword) {
        this.parts = parts;
        this.core = core;
        this.gateway = gateway;
        this.agentPort = agentPort;
        this.pages = pages;
        this.firstPassword = firstPassword;
    }

    /** What everything else stands on. */
    private record Core(
            DataFolder folder,
            Keys keys,
            Database database,
            Archive archive,
            Registry registry,
            Exclusions exclusions,
            LiveStates live,
            Figures figures,
            Judge judge,
            JudgeLoop loop,
            Ingest ingest) {}

    /** The clocks and what is told when the collector cannot go on. */
    private record Surroundings(MonotonicClock clock, WallClock wall, Consumer<Throwable> onFatal) {}

    /**
     * Starts everything.
     *
     * @param onFatal told, once or more, of what only a restart can mend; the collector must then be ended
     * @throws IOException with a sentence when the folder, a key or a port cannot be used
     */
    public static Collector start(
            CollectorSettings settings, MonotonicClock clock, WallClock wall, Consumer<Throwable> onFatal)
            throws IOException {
        Surroundings with = new Surroundings(clock, wall, onFatal);
        Parts parts = new Parts(clock);
        try {
            Core core = core(new DataFolder(settings.data()), settings.zone(), parts, with);
            TlsCredentials credentials = core.keys.authority().issueServer(settings.certificateNames(), wall.nowMs());
            Alerts alerts = parts.start("alerts", () -> alerts(settings, core, with));
            parts.start("judge", () -> follow(core));
            Gateway gateway = parts.start("gateway", () -> gateway(core, credentials, with));
            int agentPort = parts.time("port for agents", () -> listen(settings, gateway));
            Users users = users(core);
            Optional<String> firstPassword = users.createAdministrator(wall.nowMs());
            WebParts webParts = webParts(settings, core, users, alerts, gateway, agentPort, with);
            WebServer web = parts.start("pages", () -> pages(settings, credentials, webParts));
            URI pages = announce(settings, core.folder, web.port());
            alerts.start();
            LOG.info("Signatures are checked by {}", VerifyingKey.checkedBy());
            LOG.info("Kerbstone collector {}: agents on port {}, pages at {}", Version.TEXT, agentPort, pages);
            return new Collector(parts, core, gateway, agentPort, pages, firstPassword);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Core core(DataFolder folder, ZoneId zone, Parts parts, Surroundings with) throws IOException {
        folder.create();
        parts.start("data folder", folder::lock);
        Keys keys = parts.time("keys", () -> Keys.openOrCreate(folder, with.wall.nowMs()));
        Database database = parts.start("store", () -> Database.open(folder.store()));
        ReceivedRows received = new ReceivedRows(database);
        Archive archive = parts.start("archive", () -> Archive.open(folder.archive(), received.position()));
        Shelves shelves = new Shelves(new ChunkRows(database), new SpanRows(database), zone);
        LateAudit audit = new LateAudit();
        Registry registry = parts.time("registry", () -> new Registry(database, keys.sealer(), audit));
        LiveStates live = new LiveStates(shelves, registry);
        Judge judge = new Judge(shelves, registry::applyLocal, archive::read);
        SpanMaker spans = new SpanMaker(shelves, registry);
        JudgeLoop loop = new JudgeLoop(
                archive, shelves, judge, live, spans, with.clock, with.wall, Threads.named("judge"), with.onFatal);
        parts.time("catching up with the archive", loop::catchUp);
        Ingest ingest = parts.start(
                "ingest",
                () -> new Ingest(
                        archive,
                        received,
                        shelves,
                        keys.audit(),
                        with.clock,
                        with.wall,
                        Threads.named("ingest"),
                        with.onFatal));
        ingest.afterCommit(loop::wake);
        ingest.start();
        audit.attach(ingest);
        Exclusions exclusions = new Exclusions(new ExclusionStore(database), registry, audit);
        Figures figures = new Figures(shelves, registry, live, exclusions);
        return new Core(folder, keys, database, archive, registry, exclusions, live, figures, judge, loop, ingest);
    }

    private static JudgeLoop follow(Core core) {
        core.loop.start();
        return core.loop;
    }

    private static Alerts alerts(CollectorSettings settings, Core core, Surroundings with) {
        String baseUrl =
                "https://" + settings.publicName() + ":" + settings.web().port();
        Alerts.Sources sources = new Alerts.Sources(core.registry, core.ingest, core.database, core.live);
        return Alerts.open(settings.alerts(), sources, with.clock, with.wall, settings.zone(), baseUrl);
    }

    private static Gateway gateway(Core core, TlsCredentials credentials, Surroundings with) {
        return new Gateway(
                core.registry,
                core.ingest,
                core.keys.authority(),
                TlsContexts.server(credentials, with.wall),
                with.wall,
                Threads.named("gateway"),
                with.onFatal);
    }

    private static int listen(CollectorSettings settings, Gateway gateway) throws IOException {
        return gateway.listen(settings.agents().address(), settings.agents().port());
    }

    private static Users users(Core core) throws IOException {
        LocalToken token = LocalToken.openOrCreate(core.folder.localToken());
        return new Users(new UserStore(core.database), token, core.ingest);
    }

    private static WebParts webParts(
            CollectorSettings settings,
            Core core,
            Users users,
            Alerts alerts,
            Gateway gateway,
            int agentPort,
            Surroundings with) {
        Health health = new Health(core.folder, core.ingest, core.judge, gateway);
        return new WebParts(
                users,
                core.registry,
                core.figures,
                core.live,
                alerts,
                core.exclusions,
                new TokenMaker(core.registry, core.keys.authority().fingerprint(), agentPort),
                with.wall,
                with.clock,
                settings.zone(),
                Version.TEXT,
                health::problems,
                health::metrics);
    }

    private static WebServer pages(CollectorSettings settings, TlsCredentials credentials, WebParts parts)
            throws IOException {
        WebServer.Place place =
                new WebServer.Place(settings.web().address(), settings.web().port());
        return WebServer.start(place, credentials, parts);
    }

    /** Tells the command line where the pages are; answers where people find them. */
    private static URI announce(CollectorSettings settings, DataFolder folder, int port) throws IOException {
        folder.writeAddress("https://" + settings.localName() + ":" + port);
        return URI.create("https://" + settings.publicName() + ":" + port + "/");
    }

    /** Audit records of a registry that is there before the ingest. */
    private static final class LateAudit implements AuditTrail {
        private final AtomicReference<AuditTrail> trail = new AtomicReference<>();

        void attach(AuditTrail later) {
            trail.set(later);
        }

        @Override
        public void record(AuditEntry entry) {
            AuditTrail attached = trail.get();
            if (attached == null) {
                throw new IllegalStateException("BUG: a change before the ingest was there: " + entry.action());
            }
            attached.record(entry);
        }
    }

    /** The port agents connect to. */
    public int agentPort() {
        return agentPort;
    }

    /** Where people find the pages. */
    public URI pages() {
        return pages;
    }

    /** The password of the administrator that was made because there was no account; to be shown once. */
    public Optional<String> firstPassword() {
        return firstPassword;
    }

    /** What the collector knows. */
    public Registry registry() {
        return core.registry;
    }

    /** Its figures. */
    public Figures figures() {
        return core.figures;
    }

    /** Its ingest, for counters. */
    public Ingest ingest() {
        return core.ingest;
    }

    /** Its judge, for counters. */
    public Judge judge() {
        return core.judge;
    }

    /** Its gateway, for counters. */
    public Gateway gateway() {
        return gateway;
    }

    /** Fingerprint of its authority, which tokens pin. */
    public byte[] fingerprint() {
        return core.keys.authority().fingerprint();
    }

    /** Whether everything that was stored was judged too. */
    public boolean isJudged() {
        return core.loop.judgedTo() >= core.archive.durableEnd();
    }

    @Override
    public void close() {
        parts.close();
    }
}
