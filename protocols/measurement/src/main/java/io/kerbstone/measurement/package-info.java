/**
 * The nouns of measurement and the arithmetic of the indicators, free of any I/O, clock or foreign library but
 * HdrHistogram. {@code docs/indicators.md} is the specification; the words are those of RFC 2330 and its family.
 *
 * <ul>
 *   <li>What was measured: {@link io.kerbstone.measurement.Observation} with its
 *       {@link io.kerbstone.measurement.Outcome}; {@link io.kerbstone.measurement.Reading} of a device, made from
 *       {@link io.kerbstone.measurement.Varbind}s; {@link io.kerbstone.measurement.PathFacts} beside observations.
 *   <li>When: {@link io.kerbstone.measurement.PoissonGaps}.
 *   <li>What it is counted in: {@link io.kerbstone.measurement.Rule}, {@link io.kerbstone.measurement.Interval},
 *       {@link io.kerbstone.measurement.Delays}, {@link io.kerbstone.measurement.Sample},
 *       {@link io.kerbstone.measurement.ProbeTotals}.
 *   <li>What follows: {@link io.kerbstone.measurement.Ledger}, {@link io.kerbstone.measurement.Outage},
 *       {@link io.kerbstone.measurement.PathIndicators}, {@link io.kerbstone.measurement.GroupIndicators},
 *       {@link io.kerbstone.measurement.WilsonInterval}.
 *   <li>What it is worth: {@link io.kerbstone.measurement.Verdict} against a {@link io.kerbstone.measurement.Target}, by
 *       {@link io.kerbstone.measurement.AvailabilityVerdict}, {@link io.kerbstone.measurement.LossVerdict} and
 *       {@link io.kerbstone.measurement.DelayVerdict} over a {@link io.kerbstone.measurement.MeanDelay}; how many probes
 *       that takes: {@link io.kerbstone.measurement.SampleSize}.
 * </ul>
 */
@NullMarked
package io.kerbstone.measurement;

import org.jspecify.annotations.NullMarked;
