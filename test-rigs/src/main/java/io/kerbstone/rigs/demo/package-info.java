/**
 * The demo: a collector, an agent and a small street on this machine, from nothing to first indicators on a page.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.demo.Demo}: the command.
 *   <li>{@code DemoStreet}: what stands in the street.
 *   <li>{@code Says}: what is told, in Chinese or English.
 * </ul>
 */
@NullMarked
package io.kerbstone.rigs.demo;

import org.jspecify.annotations.NullMarked;
