/**
 * What people read, in Chinese and English. One pair of UTF-8 bundles per area lies in the resources beside this package:
 * {@code <area>_zh.properties} and {@code <area>_en.properties}; {@code MessagesTest} keeps the two alike.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.messages.Messages}: the sentences of one area in one language.
 *   <li>{@link io.kerbstone.collector.messages.Html}: markup with every text escaped.
 *   <li>{@link io.kerbstone.collector.messages.Wording}: dates, shares, delays and lengths of time in one language.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.messages;

import org.jspecify.annotations.NullMarked;
