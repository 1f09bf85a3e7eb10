/**
 * Telling people what is wrong: one cause, once.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.alerts.Alerts}: the part as others see it; owns the thread.
 *   <li>{@link io.kerbstone.collector.alerts.AlertBook}: decides, pure, from {@link
 *       io.kerbstone.collector.alerts.PathNews} and {@link io.kerbstone.collector.alerts.AlertRules}; knows the registry
 *       as {@link io.kerbstone.collector.alerts.Directory}.
 *   <li>{@link io.kerbstone.collector.alerts.Alert}, {@link io.kerbstone.collector.alerts.AlertEvent}: what came of it,
 *       kept in an {@link io.kerbstone.collector.alerts.AlertLog}, the {@link io.kerbstone.collector.alerts.AlertRows}.
 *   <li>{@link io.kerbstone.collector.alerts.Notice}: one message to people, in words by {@link
 *       io.kerbstone.collector.alerts.AlertText} and as JSON by {@link io.kerbstone.collector.alerts.NoticeJson}.
 *   <li>{@link io.kerbstone.collector.alerts.Channel}: webhook and mail, configured by {@link
 *       io.kerbstone.collector.alerts.AlertSettings}, seen as {@link io.kerbstone.collector.alerts.ChannelStatus}.
 * </ul>
 *
 * The only importer of the mail library.
 */
@NullMarked
package io.kerbstone.collector.alerts;

import org.jspecify.annotations.NullMarked;
