/**
 * Benchmarks: first figures of the product, as ratios against a peer in the same run where one is installed.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.bench.ProbeBench}: probes per second, CPU and told delay beside fping.
 *   <li>{@link io.kerbstone.rigs.bench.WireBench}: told delays against a {@link io.kerbstone.rigs.bench.Wire capture};
 *       {@link io.kerbstone.rigs.bench.Hold}: a rate held.
 *   <li>{@link io.kerbstone.rigs.bench.StarveBench}: false loss on a starved machine, ours by
 *       {@link io.kerbstone.rigs.bench.StarvedProber}.
 *   <li>{@link io.kerbstone.rigs.bench.Fping}: fping as a {@link io.kerbstone.rigs.bench.TimedProcess}, and the reading
 *       of what it prints.
 *   <li>{@link io.kerbstone.rigs.bench.OwnProber}: the same work by the product's prober in this process.
 *   <li>{@link io.kerbstone.rigs.bench.IngestBench}, {@link io.kerbstone.rigs.bench.BenchAgent}: samples verified, durable
 *       and judged by a whole collector.
 *   <li>{@link io.kerbstone.rigs.bench.LinkBench}: loss, delay and verdicts over the impaired link, by {@link
 *       io.kerbstone.rigs.bench.LinkRun}s of a {@link io.kerbstone.rigs.bench.LinkProber}; {@link
 *       io.kerbstone.rigs.bench.Medians} and {@link io.kerbstone.rigs.bench.Verdicts} hold them against the truth.
 *   <li>{@link io.kerbstone.rigs.bench.SweepRun}, {@link io.kerbstone.rigs.bench.DelayRun}: what one run gave.
 *   <li>{@link io.kerbstone.rigs.bench.BenchTable}, {@link io.kerbstone.rigs.bench.Machine}: how it is shown.
 * </ul>
 */
@NullMarked
package io.kerbstone.rigs.bench;

import org.jspecify.annotations.NullMarked;
