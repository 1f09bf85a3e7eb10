package io.kerbstone.agent.schedule;

/**
 * One time a task is due.
 *
 * @param task what is due
 * @param dueNs when, monotonic, ns
 * @param isOverrun true when it is too late to do it: it counts as not measured, and is not done
 */
public record Due(Task task, long dueNs, boolean isOverrun) {}
