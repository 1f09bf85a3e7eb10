/**
 * The API under {@code /api/v1}: JSON in camelCase, times as RFC 3339 with offset and as ms since 1970, errors as one
 * sentence. {@code openapi.json} beside these classes describes it and a test holds the two together.
 *
 * <ul>
 *   <li>{@link io.kerbstone.collector.api.Api}: all resources, each in its class: {@code AgentsApi}, {@code DefinitionsApi},
 *       {@code FiguresApi}, {@code AlertsApi}, {@code ChannelsApi}, {@code ExclusionsApi}, {@code ReportsApi}, {@code UsersApi},
 *       {@code Events}, {@code Metrics}; {@code Routes} remembers what there is.
 *   <li>{@link io.kerbstone.collector.api.WebParts}: what pages and API stand on.
 *   <li>{@link io.kerbstone.collector.api.Gate}: who is asking; without sign-in there is nothing but the sign-in page,
 *       assets and health.
 *   <li>{@link io.kerbstone.collector.api.Edits}: changes of devices, paths and groups as documents, for forms and the API.
 *   <li>{@link io.kerbstone.collector.api.TokenMaker}, {@link io.kerbstone.collector.api.Acknowledge},
 *       {@link io.kerbstone.collector.api.Targets}: what pages and API do alike.
 *   <li>{@link io.kerbstone.collector.api.Series}: points for charts.
 *   <li>{@link io.kerbstone.collector.api.Replies}: the one form of answers and errors.
 * </ul>
 */
@NullMarked
package io.kerbstone.collector.api;

import org.jspecify.annotations.NullMarked;
