/**
 * What the agent is told: its file, its state folder, and the assignment from the collector.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.config.AgentConfig}: agent.yaml, read once and frozen.
 *   <li>{@link io.kerbstone.agent.config.AgentConfigReader}: reads it whole and lists every mistake.
 *   <li>{@link io.kerbstone.agent.config.CollectorAddress}: where a collector listens.
 *   <li>{@link io.kerbstone.agent.config.StateFolder}: what lies where in the state folder; atomic writes.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.config;

import org.jspecify.annotations.NullMarked;
