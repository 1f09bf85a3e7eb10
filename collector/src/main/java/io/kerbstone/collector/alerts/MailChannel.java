package io.kerbstone.collector.alerts;

import io.kerbstone.collector.alerts.Attempt.Result;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends mails through one SMTP server: a plain text and the same as simple HTML, UTF-8. The server's certificate and name
 * are checked. Used by one thread.
 */
final class MailChannel implements Channel {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private static final DateTimeFormatter MAIL_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final ChannelSettings.Mail settings;
    private final AlertText text;

    MailChannel(ChannelSettings.Mail settings, AlertText text) {
        this.settings = settings;
        this.text = text;
    }

    @Override
    public ChannelSettings settings() {
        return settings;
    }

    @Override
    public Attempt send(Notice notice) {
        try {
            Session session = Session.getInstance(properties());
            Message message = message(session, notice);
            try (Transport transport = session.getTransport()) {
                connect(transport);
                transport.sendMessage(message, message.getAllRecipients());
            }
            return new Attempt(Result.DELIVERED, "mail.delivered", String.join(", ", settings.to()));
        } catch (AuthenticationFailedException e) {
            return new Attempt(Result.RETRY, "mail.login", reason(e));
        } catch (SendFailedException e) {
            return sendFailed(e);
        } catch (MessagingException e) {
            boolean network = e.getCause() instanceof IOException;
            return new Attempt(Result.RETRY, network ? "mail.unreachable" : "mail.failed", reason(e));
        } catch (IOException | GeneralSecurityException e) {
            return new Attempt(Result.RETRY, "mail.unreachable", reason(e));
        }
    }

    /** A 5xx for sender or recipients stays so; a 4xx (greylisting, full mailbox) may pass. */
    private static Attempt sendFailed(SendFailedException e) {
        String said = reason(e);
        return said.matches("(?s).*\\b5\\d\\d[ -].*")
                ? new Attempt(Result.REFUSED, "mail.refused", said)
                : new Attempt(Result.RETRY, "mail.failed", said);
    }

    private static String reason(Exception e) {
        Throwable last = e;
        for (int depth = 0; last.getCause() != null && depth < 10; depth++) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    private void connect(Transport transport) throws MessagingException {
        if (settings.user().isEmpty()) {
            transport.connect();
        } else {
            transport.connect(settings.user(), settings.password().reveal());
        }
    }

    private Properties properties() throws IOException, GeneralSecurityException {
        String protocol = settings.security() == ChannelSettings.Security.SMTPS ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        String timeoutMs = Long.toString(settings.timeoutMs());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        properties.put(prefix + "host", settings.host());
        properties.put(prefix + "port", Integer.toString(settings.port()));
        properties.put(prefix + "auth", Boolean.toString(!settings.user().isEmpty()));
        properties.put(prefix + "connectiontimeout", timeoutMs);
        properties.put(prefix + "timeout", timeoutMs);
        properties.put(prefix + "writetimeout", timeoutMs);
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        boolean startTls = settings.security() == ChannelSettings.Security.STARTTLS;
        properties.put(prefix + "starttls.enable", Boolean.toString(startTls));
        properties.put(prefix + "starttls.required", Boolean.toString(startTls));
        Optional<SSLSocketFactory> sockets = settings.caFile().isEmpty()
                ? Optional.empty()
                : Optional.of(TrustedAuthority.socketFactory(settings.caFile().get()));
        sockets.ifPresent(factory -> properties.put(prefix + "ssl.socketFactory", factory));
        return properties;
    }

    private Message message(Session session, Notice notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from()));
        for (String to : settings.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject(text.title(notice), UTF_8);
        message.setHeader(
                "Date", MAIL_DATE.format(Instant.ofEpochMilli(notice.atMs()).atOffset(ZoneOffset.UTC)));
        // No answer machines, and no answer to an answer machine (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(body(notice));
        message.saveChanges();
        return message;
    }

    private MimeMultipart body(Notice notice) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(MailBody.plain(text, notice), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(MailBody.html(text, notice), UTF_8, "html");
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(plain);
        both.addBodyPart(html);
        return both;
    }
}
