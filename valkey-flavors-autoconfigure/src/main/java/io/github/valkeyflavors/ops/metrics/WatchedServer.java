package io.github.valkeyflavors.ops.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * What is known of a server at the time of a scrape. Thread-safe.
 */
final class WatchedServer {

	private final InstantSource clock;

	private final Duration maxAge;

	private volatile ServerReading reading;

	// Null: it has never answered
	private volatile @Nullable ServerInfo lastAnswer;

	WatchedServer(ServerReading reading, InstantSource clock, Duration maxAge) {
		this.clock = clock;
		this.maxAge = maxAge;
		this.reading = reading;
		this.lastAnswer = reading.info();
	}

	void take(ServerReading taken) {
		this.reading = taken;
		if (taken.info() != null) {
			this.lastAnswer = taken.info();
		}
	}

	/**
	 * Whether the server answered: who may not ask for its INFO was answered as well.
	 */
	double up() {
		return (present() != null || (isFresh() && this.reading.problem() == OutageReason.FORBIDDEN)) ? 1 : 0;
	}

	double gauge(ServerMeters meter) {
		ServerInfo info = present();
		return (info != null) ? meter.value(info) : Double.NaN;
	}

	double gauge(Function<ServerInfo, OptionalLong> value) {
		ServerInfo info = present();
		if (info == null) {
			return Double.NaN;
		}
		OptionalLong number = value.apply(info);
		return number.isPresent() ? number.getAsLong() : Double.NaN;
	}

	/**
	 * Returns the last value that was seen: a counter that went away and came back would
	 * look as if all of it had just happened.
	 */
	double counter(ServerMeters meter) {
		ServerInfo info = this.lastAnswer;
		return (info != null) ? meter.value(info) : Double.NaN;
	}

	private boolean isFresh() {
		return !this.reading.at().isBefore(this.clock.instant().minus(this.maxAge));
	}

	private @Nullable ServerInfo present() {
		return isFresh() ? this.reading.info() : null;
	}

}
