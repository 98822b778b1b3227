package io.github.valkeyflavors.topology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.topology.DeclaredTopology.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EndpointUrl}.
 */
class EndpointUrlTests {

	@ParameterizedTest
	@CsvSource({ "redis://one, one:6379", "redis://one:7000, one:7000", "redis://one/, one:6379",
			"redis://one:7000/0, one:7000", "redis://valkey_cache:7000, valkey_cache:7000",
			"redis://[::1]:7000, [::1]:7000", "redis://[fe80::1], [fe80::1]:6379", "rediss://10.0.0.1, 10.0.0.1:6379",
			"unix:///run/valkey.sock, /run/valkey.sock" })
	void readsAddress(String url, String address) {
		assertThat(parse(url).address()).hasToString(address);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "redis://one, -, -", "redis://:pw@one, -, pw", "redis://pw@one, -, pw",
					"redis://user:pw@one, user, pw", "redis://user:@one, user, -",
					"redis://us%40er:p%3Aw%2F@one, us@er, p:w/", "redis://:p@w@one, -, p@w", "redis://:a:b@one, -, a:b",
					"redis://:%C3%A9+é@one, -, é+é", "unix://:pw@/run/valkey.sock, -, pw" })
	void readsCredentials(String url, String username, String password) {
		EndpointUrl parsed = parse(url);

		assertThat(parsed.username()).isEqualTo(username);
		assertThat(parsed.password()).isEqualTo(password);
	}

	@Test
	void knowsTlsByScheme() {
		assertThat(parse("rediss://one").tls()).isTrue();
		assertThat(parse("redis://one").tls()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "one:6379", "http://one", "redis:/one", "://one", "redis://", "redis://:7000",
			"redis://one:0", "redis://one:65536", "redis://one:port", "redis://one:", "redis://::1:7000",
			"redis://o ne", "redis://[::1", "redis://one?timeout=1s", "redis://:p%zz@one", "redis://:p%4", "unix://run",
			"unix:///" })
	void refusesWhatIsNoUrl(String url) {
		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(() -> parse(url))
			.withMessageStartingWith("'REDIS_URL' is set to '")
			.withMessageContaining("(the environment)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:secret@one", "redis://user:secret@one:port", "user:secret@one",
			"redis://:secret@one/3", "redis://:sec%zzsecret@one", "redis://:secret@one?x=1",
			"redis://one?password=secret", "redis://user:secret%40one:6380", "redis://:secret", "redis://user:secret",
			"http://user:secret", "redis://user@one:secret" })
	void neverShowsPassword(String url) {
		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(() -> parse(url))
			.satisfies((ex) -> assertThat(ex.getProblem() + ex.getRemedy()).doesNotContain("secret"));
	}

	@Test
	void refusesDatabaseBecauseIndexBelongsToLogicalDatabase() {
		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(() -> parse("redis://:pw@one:7000/3"))
			.withMessage("'REDIS_URL' is set to 'redis://***@one:7000/3' (the environment): "
					+ "the database '3' in a URL is not used, because the index belongs to the logical database")
			.satisfies((ex) -> assertThat(ex.getRemedy())
				.isEqualTo("Remove '/3' from the URL and set 'valkey.databases.<name>.index' instead."));
	}

	private static EndpointUrl parse(String url) {
		return EndpointUrl.parse(new Value("REDIS_URL", url, "the environment"));
	}

}
