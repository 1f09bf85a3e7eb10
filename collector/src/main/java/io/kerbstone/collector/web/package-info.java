/**
 * The collector's web server and its pages: templates under {@code src/main/jte}, assets and sentences in the resources.
 * A page is made on the server; scripts only draw charts and fetch fresh tiles. Nothing is loaded from anywhere else.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.web.WebServer}: HTTPS, the order of handlers, start and stop.
 *   <li>{@link io.kerbstone.collector.web.View}, {@link io.kerbstone.collector.web.Format}: what every template has.
 *   <li>{@link io.kerbstone.collector.web.OverviewPage}, {@link io.kerbstone.collector.web.PathPage},
 *       {@link io.kerbstone.collector.web.DevicePages}, {@link io.kerbstone.collector.web.GroupPages},
 *       {@link io.kerbstone.collector.web.AgentPages}, {@link io.kerbstone.collector.web.AlertPages},
 *       {@link io.kerbstone.collector.web.ExclusionPages}, {@link io.kerbstone.collector.web.ReportPages},
 *       {@link io.kerbstone.collector.web.UserPages}: one class per entry of the menu, with the models of its templates.
 *   <li>{@link io.kerbstone.collector.web.IndicatorsView}, {@link io.kerbstone.collector.web.Timeline},
 *       {@link io.kerbstone.collector.web.PeriodChoice}, {@link io.kerbstone.collector.web.FormValues},
 *       {@link io.kerbstone.collector.web.FactRows}, {@link io.kerbstone.collector.web.OutageWitnesses}: parts of pages.
 *   <li>{@link io.kerbstone.collector.web.ClockText}: an agent's clock in words.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.web;

import org.jspecify.annotations.NullMarked;
