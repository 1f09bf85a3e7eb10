/**
 * The agent's own machine, read from {@code /proc} and {@code /sys} without help of a library.
 *
 * <ul>
 *   <li>{@link io.kerbstone.host.HostReader}: everything at once, as {@link io.kerbstone.measurement.Reading}s.
 *   <li>Pure parsers of the kernel's texts: {@link io.kerbstone.host.CpuTimes}, {@link io.kerbstone.host.MemoryState},
 *       {@link io.kerbstone.host.DiskCounters}, {@link io.kerbstone.host.InterfaceCounters},
 *       {@link io.kerbstone.host.Mount}, {@link io.kerbstone.host.Pressure}. What they do not understand is left out,
 *       never guessed.
 *   <li>{@link io.kerbstone.host.CounterRates}: from counters to rates, with marks for first and reset.
 *   <li>{@link io.kerbstone.host.KernelFiles}: bounded reading under a root that a test can move.
 * </ul>
 */
@NullMarked
package io.kerbstone.host;

import org.jspecify.annotations.NullMarked;
