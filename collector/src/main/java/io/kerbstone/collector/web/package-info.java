/**
 * The collector's web server and its pages: templates under {@code src/main/jte}, assets and sentences in the resources.
 * A page is made on the server; scripts only draw charts and fetch fresh tiles. Nothing is loaded from anywhere else.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.web.WebServer}: HTTPS, the order of handlers, start and stop.
 *   <li>{@link io.kerbstone.collector.web.View}, {@link io.kerbstone.collector.web.Format}: what every template has.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.web;

import org.jspecify.annotations.NullMarked;
