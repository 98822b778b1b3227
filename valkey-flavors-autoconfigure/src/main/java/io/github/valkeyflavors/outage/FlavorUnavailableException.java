package io.github.valkeyflavors.outage;

import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * Thrown at once, without asking the server, while the breaker of a flavor is open. Has
 * no stack trace, because it may be thrown many thousand times a second.
 *
 * @since 0.1.0
 */
public class FlavorUnavailableException extends RedisConnectionFailureException {

	private static final long serialVersionUID = 1L;

	private final String flavor;

	private final OutageReason reason;

	/**
	 * Creates the exception.
	 * @param flavor the flavor whose server is away
	 * @param reason what is wrong with the server
	 */
	public FlavorUnavailableException(String flavor, OutageReason reason) {
		super("Flavor '%s' is out of service: its server %s".formatted(flavor, reason.symptom()));
		this.flavor = flavor;
		this.reason = reason;
	}

	/**
	 * Returns the flavor whose server is away.
	 * @return the name of the flavor
	 */
	public String flavor() {
		return this.flavor;
	}

	/**
	 * Returns why the server is out of service.
	 * @return what is wrong with it
	 */
	public OutageReason reason() {
		return this.reason;
	}

	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized")
	public Throwable fillInStackTrace() {
		return this;
	}

}
