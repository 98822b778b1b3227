package io.github.valkeyflavors.ops.history;

import java.time.InstantSource;

import io.github.valkeyflavors.ops.history.HistoryEntry.Kind;
import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.Outage;

/**
 * Remembers when the breaker of a flavor opened and closed.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class OutageRecorder implements BreakerListener {

	private final FlavorHistory history;

	private final String server;

	private final InstantSource clock;

	/**
	 * Creates the recorder.
	 * @param history takes the entries
	 * @param server the address of the flavor's server, without credentials
	 * @param clock tells when it happened
	 */
	public OutageRecorder(FlavorHistory history, String server, InstantSource clock) {
		this.history = history;
		this.server = server;
		this.clock = clock;
	}

	@Override
	public void opened(FlavorBreaker breaker, Outage outage) {
		add(breaker,
				"Out of service: the server %s. %s".formatted(outage.reason().symptom(), outage.reason().remedy()));
	}

	@Override
	public void closed(FlavorBreaker breaker, Outage outage) {
		add(breaker, "Back: the server answers. It was not asked %,d times meanwhile".formatted(outage.missed()));
	}

	private void add(FlavorBreaker breaker, String text) {
		this.history.add(new HistoryEntry(this.clock.instant(), Kind.OUTAGE, this.server, breaker.flavor(), text));
	}

}
