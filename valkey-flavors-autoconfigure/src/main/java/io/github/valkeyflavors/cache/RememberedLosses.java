package io.github.valkeyflavors.cache;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Losses at a server behind a breaker: a lost write opens it, and is remembered as a
 * removal that is made good before it closes.
 */
final class RememberedLosses implements Losses {

	private final FlavorBreaker breaker;

	private final MissedRemovals missed;

	private final MissedRemovals late;

	/**
	 * Creates the losses.
	 * @param missed takes what is to be removed before the server is asked again
	 * @param late takes what is to be removed once more, because a put that was given up
	 * may arrive
	 */
	RememberedLosses(FlavorBreaker breaker, MissedRemovals missed, MissedRemovals late) {
		this.breaker = breaker;
		this.missed = missed;
		this.late = late;
	}

	@Override
	public boolean cover(String cache, byte[] key) {
		return this.missed.cover(cache, key) || this.late.cover(cache, key);
	}

	@Override
	public void answered() {
	}

	/**
	 * One answer that did not come is enough to open: else the same call might wait
	 * again, for another cache or to write what it loaded instead.
	 */
	@Override
	public void notRead(Throwable failure) {
		this.breaker.failed("get", failure);
		if (!(failure instanceof FlavorUnavailableException) && OutageReason.of(failure) == OutageReason.TIMEOUT) {
			this.breaker.serverFailed(failure);
		}
	}

	@Override
	public void refused(String operation, Throwable failure) {
		this.breaker.failed(operation, failure);
	}

	@Override
	public boolean notWritten(String operation, Throwable failure, Removal removal) {
		this.breaker.failed(operation, failure);
		if (failure instanceof FlavorUnavailableException) {
			return this.breaker.ifOpen(() -> this.missed.add(removal));
		}
		this.breaker.open(failure, () -> {
			this.missed.add(removal);
			if (removal.isOfPut()) {
				this.late.add(removal);
			}
		});
		return true;
	}

	@Override
	public void givenUp(Throwable failure, Removal removal) {
		this.breaker.open(failure, () -> this.missed.add(removal));
	}

}
