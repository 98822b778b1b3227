package io.github.valkeyflavors.cache;

import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Losses at a connection factory without a breaker, one of the application itself: they
 * are logged once for each outage and cannot be made good.
 */
final class LoggedLosses implements Losses {

	private static final Log logger = LogFactory.getLog(LoggedLosses.class);

	private final AtomicLong failures = new AtomicLong();

	@Override
	public boolean cover(String cache, byte[] key) {
		return false;
	}

	@Override
	public void answered() {
		if (this.failures.get() != 0) {
			long count = this.failures.getAndSet(0);
			if (count != 0) {
				logger.info("The cache server works again. %,d operations had failed".formatted(count));
			}
		}
	}

	@Override
	public void notRead(Throwable failure) {
		count("get", failure);
	}

	@Override
	public void refused(String operation, Throwable failure) {
		count(operation, failure);
	}

	@Override
	public boolean notWritten(String operation, Throwable failure, Removal removal) {
		count(operation, failure);
		return true;
	}

	@Override
	public void givenUp(Throwable failure, Removal removal) {
	}

	private void count(String operation, Throwable failure) {
		if (this.failures.getAndIncrement() == 0) {
			logger.warn(("A cache does without its server, because '%s' failed: %s. Its connection factory has no "
					+ "breaker, so each operation waits for the server, and what is not removed now is still there later")
				.formatted(operation, failure.getMessage()));
		}
	}

}
