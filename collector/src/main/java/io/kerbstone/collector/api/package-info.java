/**
 * The API under {@code /api/v1}: JSON in camelCase, times as RFC 3339 with offset and as ms since 1970, errors as one
 * sentence. {@code openapi.json} beside these classes describes it and a test holds the two together.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.api.Gate}: who is asking; without sign-in there is nothing but the sign-in page,
 *       assets and health.
 *   <li>{@link io.kerbstone.collector.api.Replies}: the one form of answers and errors.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.api;

import org.jspecify.annotations.NullMarked;
