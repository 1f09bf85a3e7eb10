package io.kerbstone.collector.alerts;

import io.kerbstone.settings.Mistakes;
import io.kerbstone.settings.Node;
import io.kerbstone.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code alerts} part of the collector's configuration.
 *
 * <pre>{@code
 * alerts:
 *   hold: 30s            # DOWN so long before an alert
 *   recover: 20s         # UP so long before its end is told
 *   silent: 60s          # nothing from an agent for so long
 *   channels:
 *     - {name: duty, kind: webhook, url: "https://desk.example/hook", token: abc, timeout: 10s}
 *     - {name: mail, kind: mail, host: mail.example, port: 587, security: starttls, user: kerbstone, password: abc,
 *        from: kerbstone@mail.example, to: [duty@mail.example], language: zh}
 * }</pre>
 *
 * @param rules when to alert
 * @param channels where to, names unique, at most {@link #CHANNELS_MAX}
 */
public record AlertSettings(AlertRules rules, List<ChannelSettings> channels) {
    /** Usual times, no channel. */
    public static final AlertSettings DEFAULT = new AlertSettings(AlertRules.DEFAULT, List.of());

    /** Most channels. */
    public static final int CHANNELS_MAX = 16;
    /** Most recipients of one channel. */
    public static final int RECIPIENTS_MAX = 50;

    private static final int PORT_MAX = 65_535;
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>,;\"\\p{Cntrl}]{1,64}@[^\\s@<>,;\"\\p{Cntrl}]{1,255}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{0,4096}");
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9.:_-]{1,255}");

    /** Copies the list. */
    public AlertSettings {
        channels = List.copyOf(channels);
    }

    /** Kind of a channel as written. */
    enum Kind {
        WEBHOOK,
        MAIL
    }

    /** Language of mails as written. */
    enum Language {
        ZH,
        EN
    }

    /** Reads the part; what is missing is the default. */
    public static AlertSettings read(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "hold", "recover", "silent", "channels");
        AlertRules usual = AlertRules.DEFAULT;
        AlertRules rules = new AlertRules(
                node.durationMs("hold", 0, AlertRules.MAX_MS, usual.holdMs(), mistakes),
                node.durationMs("recover", 0, AlertRules.MAX_MS, usual.recoverMs(), mistakes),
                node.durationMs("silent", AlertRules.MIN_SILENT_MS, AlertRules.MAX_MS, usual.silentMs(), mistakes));
        List<ChannelSettings> channels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node channel : node.sequence("channels", CHANNELS_MAX, mistakes)) {
            ChannelSettings settings = channel(channel, mistakes);
            if (!names.add(settings.name())) {
                mistakes.add(channel.where("name"), "channel '" + settings.name() + "' is there twice");
            }
            channels.add(settings);
        }
        return new AlertSettings(rules, channels);
    }

    private static ChannelSettings channel(Node node, Mistakes mistakes) {
        return node.choice("kind", Kind.class, mistakes) == Kind.WEBHOOK
                ? webhook(node, mistakes)
                : mail(node, mistakes);
    }

    private static ChannelSettings webhook(Node node, Mistakes mistakes) {
        node.expectKeys(mistakes, "name", "kind", "url", "token", "timeout");
        String token = node.text("token", "", mistakes);
        if (!TOKEN.matcher(token).matches()) {
            mistakes.add(node.where("token"), "use printable ASCII characters without spaces, at most 4096");
        }
        return new ChannelSettings.Webhook(
                node.id("name", mistakes), url(node, mistakes), Secret.of(token), timeoutMs(node, mistakes));
    }

    private static URI url(Node node, Mistakes mistakes) {
        String text = node.text("url", mistakes);
        try {
            URI url = new URI(text);
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below in our words.
        }
        if (!text.isEmpty()) {
            mistakes.add(node.where("url"), "should be like https://host/path; a token belongs into token");
        }
        return URI.create("https://invalid.invalid/");
    }

    private static ChannelSettings mail(Node node, Mistakes mistakes) {
        node.expectKeys(
                mistakes,
                "name",
                "kind",
                "host",
                "port",
                "security",
                "user",
                "password",
                "from",
                "to",
                "language",
                "caFile",
                "timeout");
        ChannelSettings.Security security =
                node.choice("security", ChannelSettings.Security.class, ChannelSettings.Security.STARTTLS, mistakes);
        String user = node.text("user", "", mistakes);
        Secret password = Secret.of(node.text("password", "", mistakes));
        if (user.isEmpty() != password.isEmpty()) {
            mistakes.add(node.where("user"), "user and password go together; leave out both for no sign-in");
        }
        String host = node.text("host", mistakes);
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            mistakes.add(node.where("host"), "should be a host name or an address");
        }
        String caFile = node.text("caFile", "", mistakes);
        return new ChannelSettings.Mail(
                node.id("name", mistakes),
                host,
                (int) node.integer("port", 1, PORT_MAX, security.usualPort(), mistakes),
                security,
                user,
                password,
                address(node.text("from", mistakes), node.where("from"), mistakes),
                recipients(node, mistakes),
                node.choice("language", Language.class, Language.ZH, mistakes) == Language.ZH
                        ? Locale.SIMPLIFIED_CHINESE
                        : Locale.ENGLISH,
                caFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(caFile)),
                timeoutMs(node, mistakes));
    }

    private static List<String> recipients(Node node, Mistakes mistakes) {
        List<String> to = new ArrayList<>();
        for (Node one : node.sequence("to", RECIPIENTS_MAX, mistakes)) {
            to.add(address(one.asText(mistakes), one.where(), mistakes));
        }
        if (to.isEmpty()) {
            mistakes.add(node.where("to"), "name at least one address, as a list: [duty@mail.example]");
        }
        return to;
    }

    private static String address(String text, String where, Mistakes mistakes) {
        if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
            mistakes.add(where, "should be an address such as duty@mail.example");
        }
        return text;
    }

    private static long timeoutMs(Node node, Mistakes mistakes) {
        return node.durationMs(
                "timeout",
                ChannelSettings.TIMEOUT_MIN_MS,
                ChannelSettings.TIMEOUT_MAX_MS,
                ChannelSettings.TIMEOUT_MS,
                mistakes);
    }
}
