package io.github.valkeyflavors.topology;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Endpoint}.
 */
class EndpointTests {

	@Test
	void masksPassword() {
		assertThat(new Endpoint(new Endpoint.Tcp("one", 6379), "user", "secret", true, "bundle"))
			.hasToString("rediss://user:***@one:6379");
	}

	@Test
	void masksPasswordOfSocket() {
		assertThat(new Endpoint(new Endpoint.Socket("/run/valkey.sock"), null, "secret", false, null))
			.hasToString("unix://:***@/run/valkey.sock");
	}

	@Test
	void isSameServerWithOtherCredentials() {
		Endpoint one = new Endpoint(new Endpoint.Tcp("one", 6379), "user", "secret", true, null);
		Endpoint other = new Endpoint(new Endpoint.Tcp("one", 6379), null, null, true, null);

		assertThat(one.isSameServerAs(other)).isTrue();
	}

}
