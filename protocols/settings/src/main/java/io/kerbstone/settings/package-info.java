/**
 * Documents that people and programs write (YAML and JSON), read whole with every mistake listed, and the definitions
 * of devices and paths that agent, collector and API share. The only importer of a YAML library.
 *
 * <ul>
 *   <li>{@link io.kerbstone.settings.Documents} turns text into a {@link io.kerbstone.settings.Node}; typed accessors
 *       of the node record into {@link io.kerbstone.settings.Mistakes}.
 *   <li>{@link io.kerbstone.settings.Durations} and {@link io.kerbstone.settings.Sizes}: {@code 10ms}, {@code 512MiB}.
 *   <li>{@link io.kerbstone.settings.Secret}: a text that refuses to be printed.
 *   <li>{@link io.kerbstone.settings.Assignment} of {@link io.kerbstone.settings.DeviceDefinition}s (with their
 *       {@link io.kerbstone.settings.SnmpAccess}) and {@link io.kerbstone.settings.PathDefinition}s; read by
 *       {@link io.kerbstone.settings.DefinitionsReader}, written by {@link io.kerbstone.settings.DefinitionsWriter}.
 *   <li>{@link io.kerbstone.settings.Ids}: what an id looks like.
 * </ul>
 */
@NullMarked
package io.kerbstone.settings;

import org.jspecify.annotations.NullMarked;
