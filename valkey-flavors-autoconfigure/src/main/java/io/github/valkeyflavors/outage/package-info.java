/**
 * What features and connections know about a server that is away: one breaker per flavor.
 */
@NullMarked
package io.github.valkeyflavors.outage;

import org.jspecify.annotations.NullMarked;
