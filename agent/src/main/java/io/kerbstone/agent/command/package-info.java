/**
 * The command line. Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 could not. With {@code --json} one document
 * (or one per line) goes to standard output and nothing else; messages go to standard error.
 *
 * <ul>
 *   <li>{@link io.kerbstone.agent.command.AgentCommand}: the root, with every other command; one class per verb.
 *   <li>{@link io.kerbstone.agent.command.Common}: what every command shares.
 *   <li>{@link io.kerbstone.agent.command.ProbeKindCommand}: what all kinds of {@code probe} share, one class per kind;
 *       {@link io.kerbstone.agent.command.ProbePathCommand}: a kind with a prober of paths;
 *       {@link io.kerbstone.agent.command.ProbeText}: a sample as text.
 *   <li>{@link io.kerbstone.agent.command.Messages}: texts in English and Chinese.
 *   <li>{@link io.kerbstone.agent.command.Doctor}: the checks behind {@code doctor}.
 *   <li>{@link io.kerbstone.agent.command.JournalReport}: reads a journal without changing it.
 * </ul>
 */
@NullMarked
package io.kerbstone.agent.command;

import org.jspecify.annotations.NullMarked;
