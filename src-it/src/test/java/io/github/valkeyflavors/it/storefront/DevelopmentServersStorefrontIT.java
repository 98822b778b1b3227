package io.github.valkeyflavors.it.storefront;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The storefront without any variable: it brings its own servers and takes them along.
 */
class DevelopmentServersStorefrontIT {

	private static final Pattern SERVERS = Pattern.compile("(cache|queue|sessions) on 127\\.0\\.0\\.1:(\\d+)");

	@Test
	void bringsThreeServersAndTakesThemAlong() throws Exception {
		List<Integer> ports;
		try (StorefrontProcess storefront = StorefrontProcess.start(Map.of())) {
			assertThat(storefront.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(200);
			assertThat(storefront.get("/api/me").text("user")).isEqualTo("ada");
			Optional<String> warning = storefront.output()
				.stream()
				.filter((line) -> line.contains("DEVELOPMENT SERVERS"))
				.findFirst();
			Matcher matcher = SERVERS.matcher(warning.orElseThrow());
			ports = matcher.results().map((server) -> Integer.valueOf(server.group(2))).toList();
			assertThat(ports).hasSize(3).doesNotHaveDuplicates();
		}
		for (int port : ports) {
			try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + port)) {
				assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(client::connect);
			}
		}
	}

}
