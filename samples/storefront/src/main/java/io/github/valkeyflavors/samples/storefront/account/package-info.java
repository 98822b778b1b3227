/**
 * Logging in by name, and the session that remembers the name.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.account;

import org.jspecify.annotations.NullMarked;
