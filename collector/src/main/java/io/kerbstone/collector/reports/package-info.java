/**
 * Indicators as others get them: the JSON of the API and the availability report of a period and a group.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.reports.IndicatorsJson}: the one JSON shape of indicators.
 *   <li>{@link io.kerbstone.collector.reports.Verdicts}: met, missed or undecided, per figure;
 *       {@link io.kerbstone.collector.reports.UntilDecided}: what would decide, in words.
 *   <li>{@link io.kerbstone.collector.reports.ReasonsJson}, {@link io.kerbstone.collector.reports.ReasonWords}: why probes were
 *       lost or not measured.
 *   <li>{@link io.kerbstone.collector.reports.Causes}: what raised a revision; {@link
 *       io.kerbstone.collector.reports.CauseNotes}: the same in sentences.
 *   <li>{@link io.kerbstone.collector.reports.Reports}: makes a report, for the page, the API and the command line.
 *   <li>{@link io.kerbstone.collector.reports.ReportPeriod}: the period as people write it.
 *   <li>{@link io.kerbstone.collector.reports.AvailabilityReport}: what is in a report; {@link
 *       io.kerbstone.collector.reports.ReportJson} and {@link io.kerbstone.collector.reports.ReportHtml}: its forms.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.reports;

import org.jspecify.annotations.NullMarked;
