/**
 * The command line: one class per command, each thin.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.command.CollectorCommand}: the root.
 *   <li>{@link io.kerbstone.collector.command.RunCommand}, {@link io.kerbstone.collector.command.CheckCommand},
 *       {@link io.kerbstone.collector.command.DoctorCommand} (with {@link io.kerbstone.collector.command.Doctor}),
 *       {@link io.kerbstone.collector.command.ReindexCommand}, {@link io.kerbstone.collector.command.VersionCommand}:
 *       on this machine's folder.
 *   <li>{@link io.kerbstone.collector.command.TokenCommand}, {@link io.kerbstone.collector.command.AgentsCommand},
 *       {@link io.kerbstone.collector.command.UserCommand}, {@link io.kerbstone.collector.command.ReportCommand}: asked
 *       of the running collector through {@link io.kerbstone.collector.command.ApiClient}.
 *   <li>{@link io.kerbstone.collector.command.AskingCommand}: what those share.
 *   <li>{@link io.kerbstone.collector.command.Common} and {@link io.kerbstone.collector.command.FolderOptions}: what they
 *       share.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.command;

import org.jspecify.annotations.NullMarked;
