/**
 * What is known of devices, as data, and what is made of their answers. {@code docs/profile-format.md} describes the data;
 * nothing here does I/O but reading the class path.
 *
 * <ul>
 *   <li>{@link io.kerbstone.profiles.ProfileCatalogue}: all {@link io.kerbstone.profiles.Profile}s, read and checked once;
 *       finds the one for a device. {@code ProfileParser} reads the text.
 *   <li>{@link io.kerbstone.profiles.Profile} holds {@link io.kerbstone.profiles.TableRule}s and
 *       {@link io.kerbstone.profiles.ReadingRule}s with their {@link io.kerbstone.profiles.Source}s;
 *       {@link io.kerbstone.profiles.PollPlan} is what to ask a device for.
 *   <li>{@link io.kerbstone.profiles.Normaliser}: from values to readings; {@link io.kerbstone.profiles.Counters} is what
 *       it must remember until the next poll. {@code Values}, {@code Texts}, {@code Rates} are its parts.
 *   <li>{@link io.kerbstone.profiles.DeviceReport}: one device completely read, as people and scripts see it;
 *       {@link io.kerbstone.profiles.DeviceReportWriter} prints it as JSON.
 *   <li>{@link io.kerbstone.profiles.Walks}: the recordings that come with the profiles.
 * </ul>
 */
@NullMarked
package io.kerbstone.profiles;

import org.jspecify.annotations.NullMarked;
