/**
 * What happened to the servers lately.
 */
@NullMarked
package io.github.valkeyflavors.ops.history;

import org.jspecify.annotations.NullMarked;
