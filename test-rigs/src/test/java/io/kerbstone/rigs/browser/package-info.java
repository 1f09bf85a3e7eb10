/**
 * The pages in a real browser, over an invented street.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.browser.PagesInBrowserTest}: what a person sees and does.
 *   <li>{@link io.kerbstone.rigs.browser.SampleCollector}: the street.
 *   <li>{@link io.kerbstone.rigs.browser.Chromium}: the browser.
 * </ul>
 */
package io.kerbstone.rigs.browser;
