/**
 * The storefront on plain Spring Boot starters, to compare with.
 */
@NullMarked
package io.github.valkeyflavors.benchmarks.plainshop;

import org.jspecify.annotations.NullMarked;
