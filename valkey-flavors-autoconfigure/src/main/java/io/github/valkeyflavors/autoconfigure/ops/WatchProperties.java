package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How servers are watched.
 *
 * @param enabled Whether each server in use is asked for its INFO in the background.
 * Metrics, policy audit and memory pressure live on that.
 * @param interval Time between two looks at a server, 1s or more.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.watch")
public record WatchProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration interval) {

	/**
	 * Creates the properties.
	 * @param enabled Whether each server in use is asked for its INFO in the background.
	 * @param interval Time between two looks at a server.
	 */
	public WatchProperties {
		Assert.isTrue(interval.toMillis() >= 1000,
				() -> "'valkey.watch.interval' must be 1s or more, but is %s".formatted(interval));
	}

}
