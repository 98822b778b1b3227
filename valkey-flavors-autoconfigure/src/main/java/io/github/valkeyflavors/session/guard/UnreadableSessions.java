package io.github.valkeyflavors.session.guard;

import java.io.InvalidClassException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.serializer.SerializationException;

import io.github.valkeyflavors.json.UnreadableJsonException;
import io.github.valkeyflavors.outage.FlavorBreaker;

/**
 * Counts the sessions whose bytes are none that this application can read, and logs them
 * once for each reason.
 */
final class UnreadableSessions {

	private static final Log logger = LogFactory.getLog(UnreadableSessions.class);

	private static final int MAX_LOGGED_REASONS = 100;

	private static final int MAX_LENGTH = 300;

	private final FlavorBreaker breaker;

	private final Set<String> loggedReasons = ConcurrentHashMap.newKeySet();

	UnreadableSessions(FlavorBreaker breaker) {
		this.breaker = breaker;
	}

	/**
	 * Whether a session was read and is not readable. What the server fails with is
	 * something else.
	 */
	static boolean isUnreadable(Throwable failure) {
		return failure instanceof SerializationException || failure instanceof LinkageError;
	}

	void add(Throwable failure) {
		this.breaker.failed("deserialize", failure);
		String reason = reason(failure);
		if (this.loggedReasons.size() < MAX_LOGGED_REASONS && this.loggedReasons.add(reason)) {
			logger.warn("A session cannot be read, so it is removed and its user gets a new one: %s. More of them with "
				.formatted(reason) + "the same reason are only counted");
		}
	}

	// Names classes; what other serializers say may show values
	private static String reason(Throwable failure) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		boolean namesClass = root instanceof ClassNotFoundException || root instanceof InvalidClassException
				|| root instanceof LinkageError;
		String kind = root.getClass().getSimpleName();
		String reason;
		if (namesClass) {
			reason = "%s: %s".formatted(kind, root.getMessage());
		}
		else if (failure instanceof UnreadableJsonException) {
			reason = "%s (%s)".formatted(failure.getMessage(), kind);
		}
		else {
			reason = "%s (%s)".formatted(failure.getClass().getSimpleName(), kind);
		}
		String line = reason.lines().findFirst().orElse("").strip();
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) : line;
	}

}
