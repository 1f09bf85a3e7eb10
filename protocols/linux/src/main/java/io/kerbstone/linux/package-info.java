/**
 * What only the Linux kernel can tell: ICMP and UDP sockets with kernel time stamps, the state of the clock, and what
 * kept a thread from its processor. The only package that calls native code (libc through JNA, direct mapping); no JNA type leaves it. Works on 64-bit
 * little-endian Linux (amd64, aarch64, riscv64); elsewhere every opening answers with a refusal that says so.
 *
 * <ul>
 *   <li>{@link io.kerbstone.linux.IcmpSocket}: one echo socket of one {@link io.kerbstone.linux.Family}; opening it
 *       gives an {@link io.kerbstone.linux.IcmpSocketOpening}, reading it fills an
 *       {@link io.kerbstone.linux.EchoListener} with {@link io.kerbstone.linux.EchoPacket}s.
 *   <li>{@link io.kerbstone.linux.UdpSocket}: one UDP socket, opened by an {@link io.kerbstone.linux.UdpSocketOpening};
 *       reading it fills a {@link io.kerbstone.linux.UdpListener} with {@link io.kerbstone.linux.UdpPacket}s.
 *   <li>{@link io.kerbstone.linux.StampedSocket}: what both have in common.
 *   <li>{@link io.kerbstone.linux.TunDevice}: a network interface whose packets this program carries, in and out of
 *       {@link io.kerbstone.linux.PacketSlots}.
 *   <li>{@link io.kerbstone.linux.SocketPoller}: waits for any of several sockets or devices; a {@link io.kerbstone.linux.Waker}
 *       ends its wait from another thread.
 *   <li>{@link io.kerbstone.linux.StampClock}: maps stamps to the monotonic clock, batch by batch.
 *   <li>{@link io.kerbstone.linux.WallOffset}: both clocks read at one moment, with the uncertainty of that.
 *   <li>{@link io.kerbstone.linux.ClockReader}: {@link io.kerbstone.linux.KernelClock} (adjtimex), the time suspended
 *       ({@link io.kerbstone.linux.BootClock}) and the boot id, as an {@link io.kerbstone.time.ClockState}.
 *   <li>{@link io.kerbstone.linux.Scheduling}: run delay, steal, throttling, pressure.
 *   <li>{@link io.kerbstone.linux.ThreadPriority}: how urgently the kernel runs a thread.
 *   <li>{@link io.kerbstone.linux.Errno}: error numbers in words.
 * </ul>
 */
@NullMarked
package io.kerbstone.linux;

import org.jspecify.annotations.NullMarked;
