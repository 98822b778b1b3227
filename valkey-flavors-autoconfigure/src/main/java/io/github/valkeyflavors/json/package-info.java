/**
 * JSON values that carry their type, restricted to an allow-list.
 */
@NullMarked
package io.github.valkeyflavors.json;

import org.jspecify.annotations.NullMarked;
