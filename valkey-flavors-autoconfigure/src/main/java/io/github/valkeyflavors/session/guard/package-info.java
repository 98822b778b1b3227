/**
 * What requests see of a sessions server that is away, full, or has sessions that cannot
 * be read: between Spring Session's filters and its repositories.
 */
@NullMarked
package io.github.valkeyflavors.session.guard;

import org.jspecify.annotations.NullMarked;
