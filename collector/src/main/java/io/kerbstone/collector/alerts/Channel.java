package io.kerbstone.collector.alerts;

/** A way to tell people. Sending blocks, at most for about the channel's time-out; each channel has a thread of its own. */
public interface Channel {
    /** The channel's configuration. */
    ChannelSettings settings();

    /** Sends one message; every failure of the other side is a value. */
    Attempt send(Notice notice);

    /** The channel for these settings. */
    static Channel of(ChannelSettings settings, java.time.ZoneId zone, String baseUrl) {
        if (settings instanceof ChannelSettings.Webhook webhook) {
            return new WebhookChannel(webhook, new NoticeJson(zone, baseUrl));
        }
        if (settings instanceof ChannelSettings.Mail mail) {
            return new MailChannel(mail, new AlertText(mail.language(), zone, baseUrl));
        }
        throw new IllegalStateException("BUG: no channel for " + settings.name());
    }
}
