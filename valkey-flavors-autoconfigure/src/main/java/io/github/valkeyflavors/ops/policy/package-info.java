/**
 * What servers must be like for their flavors, and whether they are.
 */
@NullMarked
package io.github.valkeyflavors.ops.policy;

import org.jspecify.annotations.NullMarked;
