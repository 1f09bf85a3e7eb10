/**
 * Indicators as others get them: the JSON of the API and the availability report of a period and a group.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.reports.IndicatorsJson}: the one JSON shape of indicators.
 *   <li>{@link io.kerbstone.collector.reports.Verdicts}: met, missed or undecided, per figure.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.reports;

import org.jspecify.annotations.NullMarked;
