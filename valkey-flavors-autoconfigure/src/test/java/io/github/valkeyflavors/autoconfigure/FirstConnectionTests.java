package io.github.valkeyflavors.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first connection to a server that is frozen: it takes connections, and never
 * answers.
 */
class FirstConnectionTests {

	private static final Duration BOUND = Duration.ofSeconds(15);

	@SuppressWarnings("NullAway.Init")
	private ServerSocket frozen;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("valkey.command-timeout=60s", "valkey.connect-timeout=200ms");

	@BeforeEach
	void freeze() throws IOException {
		this.frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void close() throws IOException {
		this.frozen.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void isGivenUpAfterTheConnectTimeout(String tls) {
		this.contextRunner.withPropertyValues("valkey.port=" + this.frozen.getLocalPort(), "valkey.ssl.enabled=" + tls)
			.run((context) -> {
				LettuceConnectionFactory factory = context.getBean("queueConnectionFactory",
						LettuceConnectionFactory.class);

				assertThat(CompletableFuture.runAsync(() -> ping(factory))).failsWithin(BOUND)
					.withThrowableOfType(ExecutionException.class)
					.withCauseInstanceOf(RedisConnectionFailureException.class);
			});
	}

	private static void ping(LettuceConnectionFactory factory) {
		try (RedisConnection connection = factory.getConnection()) {
			connection.ping();
		}
	}

	@Test
	void leavesTheCommandTimeoutAsItIs() {
		this.contextRunner.run((context) -> {
			LettuceConnectionFactory factory = context.getBean("queueConnectionFactory",
					LettuceConnectionFactory.class);

			assertThat(factory.getClientConfiguration().getCommandTimeout()).isEqualTo(Duration.ofSeconds(60));
			TimeoutOptions.TimeoutSource source = factory.getRequiredNativeClient()
				.getOptions()
				.getTimeoutOptions()
				.getSource();
			long timeout = source.getTimeout(new Command<>(CommandType.PING, null));
			assertThat(Duration.of(timeout, source.getTimeUnit().toChronoUnit())).isEqualTo(Duration.ofSeconds(60));
		});
	}

}
