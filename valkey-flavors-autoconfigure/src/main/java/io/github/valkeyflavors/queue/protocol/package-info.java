/**
 * Sidekiq's wire format as plain values: payloads, key names, times and what becomes of a
 * job that fails. Nothing here talks to a server.
 */
@NullMarked
package io.github.valkeyflavors.queue.protocol;

import org.jspecify.annotations.NullMarked;
