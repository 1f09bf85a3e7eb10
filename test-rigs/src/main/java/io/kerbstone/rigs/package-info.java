/**
 * Test rigs: what proves the product, run by {@code ./kerbstone rig NAME}. Nothing of the product imports this module.
 *
 * <ul>
 *   <li>{@link io.kerbstone.rigs.RigMain}: the door.
 *   <li>{@code SnmpPlayer}: plays recorded walks as devices.
 *   <li>{@link io.kerbstone.rigs.IndicatorsRig}: answers the cases of {@code indicators.json}.
 *   <li>{@code link}: the impaired link.
 * </ul>
 */
@NullMarked
package io.kerbstone.rigs;

import org.jspecify.annotations.NullMarked;
