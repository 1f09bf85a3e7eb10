package io.kerbstone.collector.web;

import io.kerbstone.collector.messages.Messages;
import io.kerbstone.collector.reports.UntilDecided;
import io.kerbstone.collector.users.Caller;
import io.kerbstone.measurement.IntervalState;
import io.kerbstone.measurement.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What every template is handed beside its own model: the language, who is signed in, addresses of assets, and forms of
 * figures. Immutable; made for one request.
 */
public final class View {
    private final Messages words;
    private final Messages common;
    private final Format format;
    private final Optional<Caller> caller;
    private final UnaryOperator<String> assets;
    private final Place place;

    /**
     * Where the page is and when it was made.
     *
     * @param section entry of the menu that is open; empty for none
     * @param uri address of the page, to come back to after a change of language
     * @param nowMs when the page was made, ms since 1970 UTC
     * @param openAlerts number shown beside the menu's entry for alerts
     * @param version of the collector
     */
    public record Place(String section, String uri, long nowMs, int openAlerts, String version) {}

    View(Locale locale, Format format, Optional<Caller> caller, UnaryOperator<String> assets, Place place) {
        this.words = Messages.of("web", locale);
        this.common = Messages.of("common", locale);
        this.format = format;
        this.caller = caller;
        this.assets = assets;
        this.place = place;
    }

    /** A sentence of the pages. */
    public String t(String key, Object... args) {
        return words.get(key, args);
    }

    /** Whether there is such a sentence. */
    public boolean has(String key) {
        return words.has(key);
    }

    /** A word used in more than one area. */
    public String word(String key) {
        return common.get(key);
    }

    /** The word for a state. */
    public String word(IntervalState state) {
        return common.get("state." + state.name());
    }

    /** The word for a verdict. */
    public String word(Verdict verdict) {
        return common.get("verdict." + verdict.name());
    }

    /** The style class of a state. */
    public String css(IntervalState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The style class of a verdict. */
    public String css(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /** Value of the page's {@code lang}. */
    public String languageTag() {
        return words.languageTag();
    }

    /** Two letters of the language the switch leads to. */
    public String otherLanguage() {
        return words.inOtherLanguage().locale().getLanguage();
    }

    /** What would decide a verdict. */
    public UntilDecided untilDecided() {
        return new UntilDecided(words.locale());
    }

    /** Forms of figures. */
    public Format format() {
        return format;
    }

    /** Where the page is. */
    public Place place() {
        return place;
    }

    /** Whether somebody is signed in. */
    public boolean isSignedIn() {
        return caller.isPresent();
    }

    /** The user's name; empty when nobody is signed in. */
    public String userName() {
        return caller.map(Caller::name).orElse("");
    }

    /** What each form carries. */
    public String formToken() {
        return caller.map(Caller::formToken).orElse("");
    }

    /** The address of an asset. */
    public String asset(String name) {
        return assets.apply(name);
    }

    /** Whether the menu's entry is the open one. */
    public boolean isOpen(String section) {
        return place.section().equals(section);
    }
}
