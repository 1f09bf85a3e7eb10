/**
 * Stretches of time that people take out of the figures: approved maintenance.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.exclusions.Exclusions}: the one door.
 *   <li>{@link io.kerbstone.collector.exclusions.Exclusion}: one of them, with who asked and who approved.
 *   <li>{@link io.kerbstone.collector.exclusions.ExclusionJson}: its document.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.exclusions;

import org.jspecify.annotations.NullMarked;
