package io.kerbstone.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Share of the last ten seconds in which some task waited for a resource (kernel: Documentation/accounting/psi.rst).
 *
 * @param somePercent 0 to 100
 */
record Pressure(double somePercent) {
    private static final Pattern SOME = Pattern.compile("(?m)^some avg10=([0-9.]+) ");

    /** Reads {@code /proc/pressure/cpu}, {@code io} or {@code memory}; empty where the kernel has none. */
    static Optional<Pressure> parse(String pressure) {
        Matcher some = SOME.matcher(pressure);
        double percent = some.find() ? Numbers.decimal(some.group(1)) : Double.NaN;
        return Double.isNaN(percent) ? Optional.empty() : Optional.of(new Pressure(percent));
    }
}
