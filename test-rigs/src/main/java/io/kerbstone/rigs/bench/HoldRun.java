package io.kerbstone.rigs.bench;

/**
 * A rate of probes held for a time.
 *
 * @param sent probes that the kernel took
 * @param replied how many were answered in time
 * @param lost how many counted as lost
 * @param notMeasured how many were not sent or not judged
 * @param seconds how long it took
 * @param slowestPerSecond probes sent in the slowest whole second
 * @param cpuSeconds user and system time of the process
 */
record HoldRun(
        long sent,
        long replied,
        long lost,
        long notMeasured,
        double seconds,
        long slowestPerSecond,
        double cpuSeconds) {}
