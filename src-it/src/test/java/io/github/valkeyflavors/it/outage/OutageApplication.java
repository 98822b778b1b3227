package io.github.valkeyflavors.it.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.it.queue.QueueApplication;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Flavor;

import static org.awaitility.Awaitility.await;

/**
 * An application that reads and writes one key of each flavor.
 */
final class OutageApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String KEY = "visits";

	private final ConfigurableApplicationContext context;

	private OutageApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start it.
	 * @param variables the environment variables that lead it to its servers
	 * @param properties such as {@code valkey.breaker.window=10}
	 */
	static OutageApplication start(Map<String, String> variables, String... properties) {
		return start(variables, (context) -> {
		}, properties);
	}

	/**
	 * Start it with further beans.
	 */
	static OutageApplication start(Map<String, String> variables,
			ApplicationContextInitializer<GenericApplicationContext> beans, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.name=none", "--valkey.queue.worker.enabled=false"));
		variables.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return new OutageApplication(QueueApplication.of(SslAutoConfiguration.class)
			.initializers(beans)
			.run(arguments.toArray(String[]::new)));
	}

	/**
	 * Write and read.
	 * @return how often this was done
	 */
	long visit(String flavor) {
		StringRedisTemplate template = this.context.getBean(flavor + "StringRedisTemplate", StringRedisTemplate.class);
		template.opsForValue().increment(KEY);
		String count = template.opsForValue().get(KEY);
		return (count != null) ? Long.parseLong(count) : 0;
	}

	/**
	 * The same without blocking.
	 */
	long visitReactively(String flavor) {
		ReactiveStringRedisTemplate template = this.context.getBean(flavor + "ReactiveStringRedisTemplate",
				ReactiveStringRedisTemplate.class);
		Long count = template.opsForValue().increment(KEY).block(PATIENCE);
		return (count != null) ? count : 0;
	}

	FlavorBreaker breaker(String flavor) {
		return ((GuardedConnections) bean(ConnectionFactoryRouter.class).forFlavor(new Flavor(flavor))).breaker();
	}

	/**
	 * Visit until the breaker is open.
	 * @return what the visits threw
	 */
	List<Throwable> visitUntilOpen(String flavor) {
		List<Throwable> failures = new ArrayList<>();
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> {
			try {
				visit(flavor);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
			return breaker(flavor).isOpen();
		});
		return failures;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
