package io.kerbstone.rigs.bench;

/**
 * What a prober told of the delay to one target.
 *
 * @param probes how many were asked for
 * @param replied how many were answered
 * @param medianUs median delay told, us
 * @param p99Us 99th percentile of the delays told, us
 * @param errorBoundUs error bound told, us; NaN when none is
 */
record DelayRun(int probes, int replied, double medianUs, double p99Us, double errorBoundUs) {}
