/**
 * The Actuator endpoint of the flavors, and how an endpoint answers that it cannot.
 */
@NullMarked
package io.github.valkeyflavors.ops.endpoint;

import org.jspecify.annotations.NullMarked;
