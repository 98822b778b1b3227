package io.github.valkeyflavors.autoconfigure;

import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All of the library starts without what is optional.
 */
class OptionalDependenciesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ours()))
		.withConfiguration(
				AutoConfigurations.of(DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web", "jakarta.servlet", "org.springframework.session",
			"org.springframework.boot.session", "tools.jackson", "org.springframework.security",
			"org.apache.commons.pool2", "redis.embedded", "org.springframework.boot.webflux", "io.micrometer" })
	void startsWithout(String missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.withUserConfiguration(CachingConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConnectionFactoryRouter.class));
	}

	@Test
	void startsWithoutAnyFeature() {
		this.contextRunner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.web", "jakarta.servlet", "org.springframework.session",
							"org.springframework.boot.session", "org.springframework.boot.cache", "tools.jackson"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(JobClient.class);
				assertThat(context.getBeansOfType(RedisConnectionFactory.class)).hasSize(8);
			});
	}

	@Test
	void isAbsentWithoutSpringDataRedis() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionFactoryRouter.class));
	}

	private static Class<?>[] ours() {
		ClassLoader classLoader = OptionalDependenciesTests.class.getClassLoader();
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, classLoader).spliterator(), false)
			.filter((name) -> name.startsWith("io.github.valkeyflavors."))
			.map(OptionalDependenciesTests::load)
			.toArray(Class<?>[]::new);
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingConfiguration {

	}

}
