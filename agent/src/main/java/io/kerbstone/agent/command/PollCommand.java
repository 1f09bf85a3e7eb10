package io.kerbstone.agent.command;

import io.kerbstone.agent.probe.DeviceSurvey;
import io.kerbstone.measurement.DeviceReadings.Status;
import io.kerbstone.profiles.Counters;
import io.kerbstone.profiles.DeviceReport;
import io.kerbstone.profiles.DeviceReportWriter;
import io.kerbstone.profiles.Normaliser;
import io.kerbstone.profiles.Profile;
import io.kerbstone.profiles.ProfileCatalogue;
import io.kerbstone.settings.Choices;
import io.kerbstone.settings.DefinitionsReader;
import io.kerbstone.settings.DeviceDefinition;
import io.kerbstone.settings.Secret;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.SnmpReader;
import io.kerbstone.snmp.SnmpTarget;
import io.kerbstone.time.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code poll}: identifies and reads one device completely, once. */
@Command(name = "poll")
final class PollCommand extends Common implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TARGET", descriptionKey = "TARGET")
    private String target = "";

    @Option(names = "--snmp-community", paramLabel = "C")
    private @Nullable String community;

    @Option(names = "--snmp-v3", paramLabel = "NAME")
    private @Nullable String securityName;

    @Option(names = "--snmp-port", paramLabel = "P", defaultValue = "161")
    private int port = SnmpAccess.PORT_DEFAULT;

    @Option(names = "--snmp-auth", paramLabel = "PROTOCOL", defaultValue = "none")
    private String auth = "none";

    @Option(names = "--snmp-auth-key", paramLabel = "KEY", defaultValue = "${env:KERBSTONE_SNMP_AUTH_KEY}")
    private @Nullable String authKey;

    @Option(names = "--snmp-priv", paramLabel = "PROTOCOL", defaultValue = "none")
    private String priv = "none";

    @Option(names = "--snmp-priv-key", paramLabel = "KEY", defaultValue = "${env:KERBSTONE_SNMP_PRIV_KEY}")
    private @Nullable String privKey;

    @Option(names = "--snmp-context", paramLabel = "NAME", defaultValue = "")
    private String context = "";

    @Option(names = "--profile", paramLabel = "auto|ID", defaultValue = DeviceDefinition.PROFILE_AUTO)
    private String profile = DeviceDefinition.PROFILE_AUTO;

    @Option(names = "--json")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        SnmpAccess access = access();
        ProfileCatalogue catalogue = ProfileCatalogue.shipped();
        if (!profile.equals(DeviceDefinition.PROFILE_AUTO)
                && catalogue.profile(profile).isEmpty()) {
            throw wrongUse(messages().get("poll.profile", profile));
        }
        try (SnmpReader reader = SnmpReader.open(MonotonicClock.SYSTEM)) {
            SnmpTarget device = new SnmpTarget(InetAddress.getByName(target), access);
            DeviceSurvey.Result result = DeviceSurvey.start(
                            reader, device, catalogue, profile, DeviceSurvey.WAITING_TIME_MS)
                    .get();
            return print(result);
        } catch (UnknownHostException e) {
            tell(messages().get("poll.name", target));
        } catch (IOException e) {
            tell(messages().get("run.failed", String.valueOf(e.getMessage())));
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: a survey ended in an error", e);
        }
        return COULD_NOT;
    }

    private int print(DeviceSurvey.Result result) {
        Optional<Profile> used = result.profile();
        if (used.isEmpty()) {
            result.notes().forEach(this::tell);
            return result.status() == Status.REFUSED ? NO : COULD_NOT;
        }
        Normaliser.Normalised made =
                Normaliser.apply(used.get(), result.varbinds(), Counters.NONE, MonotonicClock.SYSTEM.nowNs());
        List<String> problems = new ArrayList<>(result.notes());
        problems.addAll(made.problems());
        DeviceReport report = DeviceReport.of(used.get().id(), made.readings(), problems);
        if (isJson) {
            out().println(DeviceReportWriter.toJson(report));
        } else {
            out().println(messages()
                    .get("poll.read", target, used.get().id(), made.readings().size()));
            made.readings().forEach(reading -> out().println(ReadingLine.of(reading)));
            problems.forEach(this::tell);
        }
        out().flush();
        return DONE;
    }

    private SnmpAccess access() {
        if (port < 1 || port > 65_535) {
            throw wrongUse(messages().get("poll.port", port));
        }
        if ((community == null) == (securityName == null)) {
            throw wrongUse(messages().get("poll.access"));
        }
        return community != null ? SnmpAccess.v2c(port, Secret.of(community)) : v3();
    }

    private SnmpAccess v3() {
        SnmpAccess.AuthProtocol authProtocol = protocol(SnmpAccess.AuthProtocol.class, auth, "--snmp-auth");
        SnmpAccess.PrivProtocol privProtocol = protocol(SnmpAccess.PrivProtocol.class, priv, "--snmp-priv");
        boolean isAuth = authProtocol != SnmpAccess.AuthProtocol.NONE;
        boolean isPriv = privProtocol != SnmpAccess.PrivProtocol.NONE;
        if ((isPriv && !isAuth) || (isAuth && tooShort(authKey)) || (isPriv && tooShort(privKey))) {
            throw wrongUse(messages().get("poll.v3"));
        }
        SnmpAccess.SecurityLevel level = isPriv
                ? SnmpAccess.SecurityLevel.AUTH_PRIV
                : isAuth ? SnmpAccess.SecurityLevel.AUTH_NO_PRIV : SnmpAccess.SecurityLevel.NO_AUTH_NO_PRIV;
        return new SnmpAccess(
                SnmpAccess.Version.V3,
                port,
                Secret.NONE,
                securityName == null ? "" : securityName,
                level,
                authProtocol,
                isAuth ? Secret.of(authKey == null ? "" : authKey) : Secret.NONE,
                privProtocol,
                isPriv ? Secret.of(privKey == null ? "" : privKey) : Secret.NONE,
                context);
    }

    private static boolean tooShort(@Nullable String key) {
        return key == null || key.length() < DefinitionsReader.PASS_PHRASE_LENGTH_MIN;
    }

    private <E extends Enum<E>> E protocol(Class<E> type, String text, String option) {
        return Choices.parse(type, text)
                .orElseThrow(() -> wrongUse(
                        messages().get("poll.protocol", option, text, String.join(", ", Choices.texts(type)))));
    }
}
