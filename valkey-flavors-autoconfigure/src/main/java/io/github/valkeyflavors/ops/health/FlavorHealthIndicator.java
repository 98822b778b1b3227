package io.github.valkeyflavors.ops.health;

import java.time.Duration;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * The health of one flavor: DOWN when its server is away or full and the application
 * cannot do without it, DEGRADED when it can. Sends PING, and nothing while the breaker
 * is open; waits no longer than a second for the answer, and for the connect timeout
 * where there is no connection yet.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlavorHealthIndicator implements HealthIndicator {

	/**
	 * The status of a flavor whose server is away while the application does without it.
	 * It does not count for the status of the application.
	 */
	public static final Status DEGRADED = new Status("DEGRADED");

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final GuardedConnections connections;

	/**
	 * Creates the indicator.
	 * @param connections the connections of a database of the flavor
	 */
	public FlavorHealthIndicator(GuardedConnections connections) {
		this.connections = connections;
	}

	@Override
	public Health health() {
		FlavorBreaker breaker = this.connections.breaker();
		Health.Builder health = Health.up().withDetail("server", breaker.server());
		try (RedisConnection connection = this.connections.getConnection(TIMEOUT)) {
			connection.ping();
		}
		catch (DataAccessException ex) {
			OutageReason reason = OutageReason.of(ex);
			// Who may not send PING was answered as well
			if (reason != OutageReason.FORBIDDEN) {
				unavailable(health, reason);
			}
		}
		Outage outage = breaker.outage();
		if (outage != null) {
			health.withDetail("breaker", "open");
			health.withDetail("outOfServiceForMillis", breaker.outageDuration().toMillis());
		}
		else {
			health.withDetail("breaker", "closed");
		}
		OutageReason refusal = breaker.refusal();
		if (refusal != null) {
			unavailable(health, refusal);
		}
		return health.build();
	}

	private void unavailable(Health.Builder health, OutageReason reason) {
		health.status(this.connections.breaker().isCovered() ? DEGRADED : Status.DOWN)
			.withDetail("reason", reason.tag())
			.withDetail("remedy", reason.remedy());
	}

}
