package io.github.valkeyflavors.ops.server;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.OutageReason;

/**
 * What was found when a server was asked for its {@code INFO}.
 * <p>
 * Immutable and thread-safe.
 *
 * @param server the server
 * @param at when it was asked
 * @param info what it said, or {@code null} if it did not answer
 * @param problem why it did not answer, or {@code null} if it did
 * @since 0.1.0
 */
public record ServerReading(Server server, Instant at, @Nullable ServerInfo info, @Nullable OutageReason problem) {

}
