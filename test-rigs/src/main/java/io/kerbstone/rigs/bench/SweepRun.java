package io.kerbstone.rigs.bench;

/**
 * One sweep of many targets, one probe each.
 *
 * @param probes how many were asked for
 * @param replied how many were answered
 * @param wallSeconds from start to end
 * @param cpuSeconds user and system time of everything that belongs to it
 */
record SweepRun(int probes, int replied, double wallSeconds, double cpuSeconds) {
    double probesPerSecond() {
        return probes / wallSeconds;
    }

    double cpuSecondsPer100k() {
        return cpuSeconds * 100_000 / probes;
    }
}
