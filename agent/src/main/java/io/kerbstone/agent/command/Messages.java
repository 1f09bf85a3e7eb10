package io.kerbstone.agent.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/** Texts for people, in one language. A missing key is a bug that a test finds. Immutable. */
public final class Messages {
    private final ResourceBundle bundle;

    private Messages(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** Chinese when the language is Chinese, else English. */
    public static Messages of(Locale locale) {
        return of(locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? "zh" : "en");
    }

    /** The texts of {@code zh} or {@code en}. */
    public static Messages of(String language) {
        String file = "/io/kerbstone/agent/messages_" + language + ".properties";
        try (InputStream stream = Messages.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("BUG: no resource " + file);
            }
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            return new Messages(new PropertyResourceBundle(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the key, {0} and so on replaced. */
    public String get(String key, Object... values) {
        String text = bundle.getString(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** For the help texts of picocli. */
    ResourceBundle bundle() {
        return bundle;
    }
}
