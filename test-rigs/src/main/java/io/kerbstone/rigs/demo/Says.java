package io.kerbstone.rigs.demo;

import java.io.PrintWriter;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Tells the person at the terminal, in Chinese or English ({@code demo_zh.properties}, {@code demo_en.properties}). */
record Says(ResourceBundle texts, PrintWriter out) {
    static final String BUNDLE = "io.kerbstone.rigs.demo";

    static Says in(Locale locale, PrintWriter out) {
        Locale known = locale.getLanguage().equals("zh") ? Locale.CHINESE : Locale.ENGLISH;
        ResourceBundle.Control only =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        return new Says(ResourceBundle.getBundle(BUNDLE, known, only), out);
    }

    String text(String key, Object... args) {
        return MessageFormat.format(texts.getString(key), args);
    }

    void line(String key, Object... args) {
        out.println(text(key, args));
        out.flush();
    }
}
