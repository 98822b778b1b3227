package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.lettuce.core.RedisException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.PoolException;
import org.springframework.session.SaveMode;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * The server of the sessions, and what its failures mean.
 */
final class SessionServer {

	private static final Log logger = LogFactory.getLog(SessionServer.class);

	private static final Duration QUIET = Duration.ofSeconds(10);

	private final FlavorBreaker breaker;

	private final SaveMode saveMode;

	private final UnreadableSessions unreadable;

	private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

	SessionServer(FlavorBreaker breaker, SaveMode saveMode) {
		this.breaker = breaker;
		this.saveMode = saveMode;
		this.unreadable = new UnreadableSessions(breaker);
	}

	FlavorBreaker breaker() {
		return this.breaker;
	}

	SaveMode saveMode() {
		return this.saveMode;
	}

	UnreadableSessions unreadable() {
		return this.unreadable;
	}

	/**
	 * Asks the server for a request, unless it has failed that request already.
	 * @throws SessionsUnavailableException if the server fails
	 */
	<T extends @Nullable Object> T ask(SessionUse use, String operation, Supplier<T> action) {
		use.check(operation);
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			throw translate(use, operation, ex);
		}
	}

	void tell(SessionUse use, String operation, Runnable action) {
		ask(use, operation, () -> {
			action.run();
			return true;
		});
	}

	/**
	 * Returns what to throw in place of an exception.
	 */
	RuntimeException translate(SessionUse use, String operation, RuntimeException ex) {
		return isFailure(ex) ? failed(use, operation, ex) : ex;
	}

	SessionsUnavailableException failed(SessionUse use, String operation, Throwable failure) {
		if (failure instanceof SessionsUnavailableException known) {
			return known;
		}
		count(operation, failure);
		log(operation, failure);
		return use.failed(operation, failure);
	}

	/**
	 * A session could not be read. The request fails if it uses the session.
	 */
	void notRead(SessionUse use, Throwable failure) {
		count("read", failure);
		log("read", failure);
		use.note("read", failure);
	}

	/**
	 * Counts what the request does without.
	 */
	void count(String operation, Throwable failure) {
		this.breaker.failed(operation, failure);
	}

	static boolean isFailure(Throwable ex) {
		return ex instanceof DataAccessException || ex instanceof PoolException || ex instanceof RedisException;
	}

	// An open breaker and a full server have said so themselves
	private void log(String operation, Throwable failure) {
		OutageReason reason = OutageReason.of(failure);
		if (failure instanceof FlavorUnavailableException || reason == OutageReason.FULL) {
			return;
		}
		long now = System.nanoTime();
		long until = this.quietUntil.get();
		if (now - until >= 0 && this.quietUntil.compareAndSet(until, now + QUIET.toNanos())) {
			logger.warn("No %s of a session: server %s %s. Requests that need it get 503. Said every %d seconds at most"
				.formatted(operation, this.breaker.server(), reason.symptom(), QUIET.toSeconds()));
		}
	}

}
