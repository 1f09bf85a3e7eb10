package io.kerbstone.icmp;

import io.kerbstone.linux.Scheduling;

/**
 * What a prober has counted since it was opened. Immutable.
 *
 * @param sent probes that the kernel took
 * @param replied probes answered in time
 * @param timedOut probes without a reply in time
 * @param errors probes ended by an ICMP error
 * @param invalidReplies replies with the right number from the right address but other content
 * @param late replies after the waiting time
 * @param duplicate replies to a probe already answered
 * @param foreign echo replies and errors that are not ours (other programs of this machine)
 * @param notSent probes that the kernel did not take
 * @param inFlightFull probes refused because {@link ProberSettings#maxInFlight} others waited
 * @param starved probes not judged because this machine was held up while they waited
 * @param stopped probes that waited when the prober was stopped
 * @param withoutSendStamp replies whose send time is the program's and not the kernel's, though the kernel was asked
 * @param withoutReceiveStamp replies whose receive stamp was missing, or unusable because the wall clock was stepped
 * @param wallSteps steps of the wall clock noticed
 * @param droppedByKernel packets the kernel threw away because the receive buffer was full
 * @param heldUpNs how long the thread was away from its sockets, in pieces of {@link Starvation#LEAST_NS} or more, ns
 * @param scheduling what the kernel counted meanwhile
 */
public record ProberCounters(
        long sent,
        long replied,
        long timedOut,
        long errors,
        long invalidReplies,
        long late,
        long duplicate,
        long foreign,
        long notSent,
        long inFlightFull,
        long starved,
        long stopped,
        long withoutSendStamp,
        long withoutReceiveStamp,
        long wallSteps,
        long droppedByKernel,
        long heldUpNs,
        Scheduling scheduling) {}
