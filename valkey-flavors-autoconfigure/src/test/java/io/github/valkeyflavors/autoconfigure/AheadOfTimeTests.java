package io.github.valkeyflavors.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.cache.FlavorCacheManager;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The registration works in an application that was processed ahead of time, and reads
 * the flavors at run time.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void readsFlavorsAtRunTime() {
		TestGenerationContext generation = new TestGenerationContext();
		try (GenericApplicationContext buildTime = context(Map.of("valkey.host", "build-time"))) {
			new AnnotatedBeanDefinitionReader(buildTime).registerBean(Application.class);
			String initializer = new ApplicationContextAotGenerator().processAheadOfTime(buildTime, generation)
				.canonicalName();
			generation.writeGeneratedContent();
			TestCompiler.forSystem().with(generation).compile((compiled) -> {
				try (GenericApplicationContext runTime = context(Map.of("valkey.flavors.search.host", "run-time",
						"valkey.databases.search.flavor", "search", "valkey.databases.search.index", "9"))) {
					initialize(compiled.getInstance(ApplicationContextInitializer.class, initializer), runTime);
					runTime.refresh();
					LettuceConnectionFactory search = (LettuceConnectionFactory) runTime
						.getBean(ConnectionFactoryRouter.class)
						.forDatabase("search");
					assertThat(search.getHostName()).isEqualTo("run-time");
					assertThat(runTime.getBean("searchConnectionFactory")).isSameAs(search);
					assertThat(runTime.getBean(CacheManager.class)).isInstanceOf(FlavorCacheManager.class);
					assertThat(runTime.getBean(JobClient.class)).isNotNull();
					assertThat(runTime.getBean(RedisConnectionFactory.class))
						.isSameAs(runTime.getBean("sessionsConnectionFactory"));
				}
			});
		}
	}

	@SuppressWarnings("unchecked")
	private static void initialize(ApplicationContextInitializer<?> initializer, GenericApplicationContext context) {
		((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(context);
	}

	private static GenericApplicationContext context(Map<String, Object> properties) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.setAllowBeanDefinitionOverriding(false);
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Greeter greeter() {
			return new Greeter();
		}

	}

	/**
	 * A bean with a job.
	 */
	static class Greeter {

		@Job("greet")
		void greet(String name) {
		}

	}

}
