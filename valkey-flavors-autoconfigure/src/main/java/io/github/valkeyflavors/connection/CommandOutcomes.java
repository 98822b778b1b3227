package io.github.valkeyflavors.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.lettuce.core.event.command.CommandFailedEvent;
import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandSucceededEvent;

import io.github.valkeyflavors.outage.FlavorBreaker;

/**
 * Tells the breaker of a flavor how commands end, as long as the factory is running: what
 * fails while an application stops says nothing about the server. Thread-safe.
 */
final class CommandOutcomes implements CommandListener {

	/**
	 * Commands that may wait on the server for as long as they like.
	 */
	private static final Set<String> BLOCKING = Set.of("BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "BLMPOP", "BZPOPMIN",
			"BZPOPMAX", "BZMPOP", "XREAD", "XREADGROUP", "WAIT", "WAITAOF");

	private final FlavorBreaker breaker;

	private final BooleanSupplier running;

	CommandOutcomes(FlavorBreaker breaker, BooleanSupplier running) {
		this.breaker = breaker;
		this.running = running;
	}

	@Override
	public void commandSucceeded(CommandSucceededEvent event) {
		if (this.running.getAsBoolean()) {
			String command = event.getCommand().getType().toString();
			this.breaker.commandSucceeded(command, BLOCKING.contains(command) ? Duration.ZERO : event.getDuration());
		}
	}

	@Override
	public void commandFailed(CommandFailedEvent event) {
		if (!(event.getCause() instanceof CancellationException)) {
			failed(event.getCommand().getType().toString(), event.getCause());
		}
	}

	void failed(String command, Throwable failure) {
		if (this.running.getAsBoolean()) {
			this.breaker.commandFailed(command, failure);
		}
	}

	void connectionFailed(Throwable failure) {
		if (this.running.getAsBoolean()) {
			this.breaker.serverFailed(failure);
		}
	}

}
