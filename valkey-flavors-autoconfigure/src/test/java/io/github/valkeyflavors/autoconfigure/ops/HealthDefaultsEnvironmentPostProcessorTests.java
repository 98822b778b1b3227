package io.github.valkeyflavors.autoconfigure.ops;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HealthDefaultsEnvironmentPostProcessor}.
 */
class HealthDefaultsEnvironmentPostProcessorTests {

	private static final String REDIS_HEALTH = "management.health.redis.enabled";

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void turnsHealthOfBootOff() {
		process();

		assertThat(this.environment.getProperty(REDIS_HEALTH)).isEqualTo("false");
	}

	@Test
	void leavesWhatTheApplicationSays() {
		this.environment.setProperty(REDIS_HEALTH, "true");

		process();

		assertThat(this.environment.getProperty(REDIS_HEALTH)).isEqualTo("true");
	}

	@Test
	void leavesHealthOfBootWhereTheLibraryIsOff() {
		this.environment.setProperty("valkey.enabled", "false");

		process();

		assertThat(this.environment.getProperty(REDIS_HEALTH)).isNull();
	}

	@Test
	void leavesHealthOfBootWhereTheClientIsJedis() {
		this.environment.setProperty("spring.data.redis.client-type", "jedis");

		process();

		assertThat(this.environment.getProperty(REDIS_HEALTH)).isNull();
	}

	private void process() {
		new HealthDefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

}
