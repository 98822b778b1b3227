package io.github.valkeyflavors.outage;

/**
 * Is told what the breaker of a flavor sees. Called on the threads of the application and
 * of Lettuce: must not block and must not throw.
 *
 * @since 0.1.0
 */
public interface BreakerListener {

	/**
	 * The breaker opened: the server is not asked any more.
	 * @param breaker the breaker
	 * @param outage what is known about the outage
	 */
	default void opened(FlavorBreaker breaker, Outage outage) {
	}

	/**
	 * The breaker closed: the server works again, and what was missed is made good.
	 * @param breaker the breaker
	 * @param outage the outage that is over
	 */
	default void closed(FlavorBreaker breaker, Outage outage) {
	}

	/**
	 * A feature did without the server.
	 * @param breaker the breaker
	 * @param operation what it wanted to do, for example {@code get}
	 * @param reason why it could not
	 */
	default void failed(FlavorBreaker breaker, String operation, OutageReason reason) {
	}

}
