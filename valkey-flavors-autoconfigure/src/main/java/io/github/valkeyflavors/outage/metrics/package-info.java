/**
 * Meters of outages.
 */
@NullMarked
package io.github.valkeyflavors.outage.metrics;

import org.jspecify.annotations.NullMarked;
