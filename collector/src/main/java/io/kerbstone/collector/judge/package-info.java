/**
 * From archived frames to figures. The judge follows the archive, keeps what was measured packed per path and hour, and
 * answers indicators as pure functions of that, of the rules and of the groups; nothing depends on the order in which
 * frames came.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.judge.Judge}: one frame after the other onto the shelves.
 *   <li>{@link io.kerbstone.collector.judge.LocalDefinitions}: who hears of what agents' own files define.
 *   <li>{@link io.kerbstone.collector.judge.JudgeLoop}: the thread that follows the archive and keeps the states live.
 *   <li>{@link io.kerbstone.collector.judge.ObservationTime}: when an observation happened, by the wall clock.
 *   <li>{@link io.kerbstone.collector.judge.BootClocks}: which frames have their date, which wait for it; with
 *       {@link io.kerbstone.collector.judge.BootClock}, what one boot knew, and
 *       {@link io.kerbstone.collector.judge.WaitingFrames}.
 *   <li>{@link io.kerbstone.collector.judge.FramePlacer}: a frame with its dates onto the shelves, or away again.
 *   <li>{@link io.kerbstone.collector.judge.AgentClocks} and {@link io.kerbstone.collector.judge.AgentClock}: the clocks
 *       of the agents, for people.
 *   <li>{@link io.kerbstone.collector.judge.Figures}: what everyone else asks.
 *   <li>{@link io.kerbstone.collector.judge.ExcludedTimes}: what is cut out of them.
 *   <li>{@link io.kerbstone.collector.judge.LiveStates}, {@link io.kerbstone.collector.judge.PathLive} and
 *       {@link io.kerbstone.collector.judge.StateFeed}: the state of each path now, and changes of it.
 *   <li>{@link io.kerbstone.collector.judge.BaseIntervals}: the 10-second intervals everything is kept in, and how those
 *       of a rule are made of them.
 *   <li>{@link io.kerbstone.collector.judge.PathHour}, {@link io.kerbstone.collector.judge.SeriesHour},
 *       {@link io.kerbstone.collector.judge.DeviceLatest}, {@link io.kerbstone.collector.judge.FrameStretch}: what is kept
 *       packed, each with its format.
 *   <li>{@link io.kerbstone.collector.judge.ReasonHour}: why probes were lost or not measured.
 *   <li>{@link io.kerbstone.collector.judge.Layered}: packed content of which a layer may be taken away again.
 *   <li>{@link io.kerbstone.collector.judge.Shelf} and {@link io.kerbstone.collector.judge.Packed}: packed things in
 *       memory before and after they are in the store.
 *   <li>{@link io.kerbstone.collector.judge.PathHourForm}, {@link io.kerbstone.collector.judge.PathHourForm1}: how a path's
 *       hour is packed, and how it was.
 *   <li>{@link io.kerbstone.collector.judge.LateHour}, {@link io.kerbstone.collector.judge.Correction}: what came late.
 *   <li>{@link io.kerbstone.collector.judge.SpanLevel}, {@link io.kerbstone.collector.judge.SpanRow},
 *       {@link io.kerbstone.collector.judge.DueSpans}, {@link io.kerbstone.collector.judge.SpanMaker},
 *       {@link io.kerbstone.collector.judge.SpanReader}: days, months and years, their rows, which of these are due, who
 *       makes them, and figures from them.
 *   <li>{@link io.kerbstone.collector.judge.ByteWriter}, {@link io.kerbstone.collector.judge.ByteReader}: varints;
 *       {@link io.kerbstone.collector.judge.Columns}, {@link io.kerbstone.collector.judge.BitWriter},
 *       {@link io.kerbstone.collector.judge.BitReader}: columns of numbers in few bits.
 *   <li>{@link io.kerbstone.collector.judge.Shelves}: all of them, and their flush.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.judge;

import org.jspecify.annotations.NullMarked;
