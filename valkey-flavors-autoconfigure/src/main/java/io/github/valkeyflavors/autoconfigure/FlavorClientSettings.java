package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.autoconfigure.ValkeyProperties.Breaker;
import io.github.valkeyflavors.connection.ClientSettings;
import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * The client settings of each flavor: its own properties, then {@code valkey.*}, then
 * what is set under {@code spring.data.redis.*}, then the flavor's defaults.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class FlavorClientSettings {

	private static final Duration NOTHING_IS_SLOW = Duration.ofDays(1);

	private final ValkeyProperties properties;

	private final DataRedisProperties bootProperties;

	FlavorClientSettings(ValkeyProperties properties, DataRedisProperties bootProperties) {
		this.properties = properties;
		this.bootProperties = bootProperties;
	}

	/**
	 * Returns the settings of a flavor.
	 * @param flavor the flavor
	 * @return its settings
	 */
	public ClientSettings of(ResolvedFlavor flavor) {
		ClientSettings defaults = ClientSettings.defaultsOf(flavor);
		FlavorProperties own = this.properties.flavors().get(flavor.flavor().name());
		Duration connectTimeout = first((own != null) ? own.connectTimeout() : null, this.properties.connectTimeout(),
				this.bootProperties.getConnectTimeout(), defaults.connectTimeout());
		Duration commandTimeout = first((own != null) ? own.commandTimeout() : null, this.properties.commandTimeout(),
				this.bootProperties.getTimeout(), defaults.commandTimeout());
		String clientName = this.bootProperties.getClientName();
		return new ClientSettings(connectTimeout, commandTimeout, this.bootProperties.getLettuce().getShutdownTimeout(),
				StringUtils.hasText(clientName) ? clientName : defaults.clientName(), breaker(commandTimeout));
	}

	private BreakerSettings breaker(Duration commandTimeout) {
		Breaker breaker = this.properties.breaker();
		check("window", breaker.window(), breaker.window() >= 1, "1 or more");
		check("minimum-commands", breaker.minimumCommands(),
				breaker.minimumCommands() >= 1 && breaker.minimumCommands() <= breaker.window(),
				"1 or more, and not more than the window of " + breaker.window());
		check("failure-rate", breaker.failureRate(), breaker.failureRate() >= 1 && breaker.failureRate() <= 100,
				"a percentage from 1 to 100");
		check("slow-rate", breaker.slowRate(), breaker.slowRate() >= 1 && breaker.slowRate() <= 100,
				"a percentage from 1 to 100");
		check("probe-interval", breaker.probeInterval(), breaker.probeInterval().toMillis() >= 1, "1ms or more");
		Duration slowAfter = (breaker.slowAfter() != null) ? breaker.slowAfter() : commandTimeout.dividedBy(2);
		if (breaker.slowAfter() != null) {
			check("slow-after", slowAfter, slowAfter.toNanos() >= 1, "1ms or more");
		}
		// Without a command timeout nothing is slow
		return new BreakerSettings(breaker.enabled(), breaker.window(), breaker.minimumCommands(),
				breaker.failureRate(), breaker.slowRate(), slowAfter.isZero() ? NOTHING_IS_SLOW : slowAfter,
				breaker.probeInterval());
	}

	private static void check(String name, Object value, boolean valid, String expected) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("valkey.breaker." + name, value,
					"It must be %s.".formatted(expected));
		}
	}

	private static Duration first(@Nullable Duration own, @Nullable Duration fallback, @Nullable Duration boot,
			Duration defaults) {
		if (own != null) {
			return own;
		}
		if (fallback != null) {
			return fallback;
		}
		return (boot != null) ? boot : defaults;
	}

}
