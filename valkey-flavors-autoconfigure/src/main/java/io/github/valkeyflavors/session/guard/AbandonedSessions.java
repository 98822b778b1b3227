package io.github.valkeyflavors.session.guard;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * New sessions whose save has failed although it may have arrived. Nobody has their
 * cookie, and they would stay for ever: the time to live is set after the content. They
 * are removed when the server works again.
 */
final class AbandonedSessions {

	private static final int MOST = 10_000;

	private static final int AT_ONCE = 10;

	private final Deque<String> ids = new ConcurrentLinkedDeque<>();

	private final AtomicInteger size = new AtomicInteger();

	private final Consumer<String> remover;

	/**
	 * Creates an empty collection.
	 * @param remover removes a session by id, and {@link #add adds} it again if the
	 * server fails; must not throw for that
	 */
	AbandonedSessions(FlavorBreaker breaker, Consumer<String> remover) {
		this.remover = remover;
		breaker.addListener(new BreakerListener() {

			@Override
			public void closed(FlavorBreaker closed, Outage outage) {
				remove(size());
			}

		});
	}

	/**
	 * Whether what failed may have been carried out all the same.
	 */
	static boolean mayHaveArrived(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FlavorUnavailableException) {
				return false;
			}
		}
		return failure != null && OutageReason.of(failure) != OutageReason.FULL;
	}

	void add(String id) {
		if (this.size.get() < MOST) {
			this.size.incrementAndGet();
			this.ids.add(id);
		}
	}

	/**
	 * The server works: removes a few.
	 */
	void removeSome() {
		if (!this.ids.isEmpty()) {
			remove(AT_ONCE);
		}
	}

	private int size() {
		return this.size.get();
	}

	private void remove(int most) {
		for (int removed = 0; removed < most; removed++) {
			String id = this.ids.poll();
			if (id == null) {
				return;
			}
			this.size.decrementAndGet();
			this.remover.accept(id);
		}
	}

}
