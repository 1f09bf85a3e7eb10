/**
 * Who may use the pages and the API of a collector.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.users.Users}: accounts, sign-in, sessions and bearer tokens: the door of this package.
 *   <li>{@link io.kerbstone.collector.users.User}, {@link io.kerbstone.collector.users.ApiToken}: what is stored.
 *   <li>{@link io.kerbstone.collector.users.Session}: one browser that signed in; lives in memory only.
 *   <li>{@link io.kerbstone.collector.users.SignIn}: how an attempt went.
 *   <li>{@link io.kerbstone.collector.users.UserMistake}: what can be wrong with a change of accounts.
 *   <li>{@link io.kerbstone.collector.users.Caller}: who is asking, and by what right.
 *   <li>{@link io.kerbstone.collector.users.LocalToken}: the file by which the command line on the same machine is let in.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.users;

import org.jspecify.annotations.NullMarked;
