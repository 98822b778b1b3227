/**
 * Spring Cache on the databases of evicting flavors.
 */
@NullMarked
package io.github.valkeyflavors.cache;

import org.jspecify.annotations.NullMarked;
