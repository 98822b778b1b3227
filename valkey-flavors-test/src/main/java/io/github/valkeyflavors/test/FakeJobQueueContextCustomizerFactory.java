package io.github.valkeyflavors.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

import io.github.valkeyflavors.test.FakeJobQueue.Mode;

/**
 * Finds {@link FakeJobQueue} on a test class, or on a class around it.
 */
final class FakeJobQueueContextCustomizerFactory implements ContextCustomizerFactory {

	private static final List<String> NEEDED = List.of("io.github.valkeyflavors.queue.JobClient",
			"org.springframework.data.redis.connection.RedisConnectionFactory",
			"tools.jackson.databind.json.JsonMapper");

	private final @Nullable ClassLoader classLoader;

	FakeJobQueueContextCustomizerFactory() {
		this(FakeJobQueueContextCustomizerFactory.class.getClassLoader());
	}

	FakeJobQueueContextCustomizerFactory(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		FakeJobQueue annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, FakeJobQueue.class);
		if (annotation == null) {
			return null;
		}
		for (String needed : NEEDED) {
			if (!ClassUtils.isPresent(needed, this.classLoader)) {
				throw new IllegalStateException(
						"@FakeJobQueue on %s needs the job queue, but %s is not on the class path: add valkey-flavors-starter"
							.formatted(testClass.getName(), needed));
			}
		}
		return new Customizer(annotation.mode());
	}

	/**
	 * Adds the queue to the context of a test and switches the worker off. Contexts with
	 * the same mode are the same to the cache of contexts.
	 *
	 * @param mode what becomes of jobs that are enqueued
	 */
	private record Customizer(Mode mode) implements ContextCustomizer {

		private static final String NAME = "fakeJobQueueConfiguration";

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			MutablePropertySources properties = context.getEnvironment().getPropertySources();
			properties.addFirst(new MapPropertySource(NAME, Map.of("valkey.queue.worker.enabled", "false")));
			// There may be no server to watch; a test that has one can ask for it
			properties.addLast(new MapPropertySource(NAME + "Defaults", Map.of("valkey.watch.enabled", "false")));
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition(NAME,
					BeanDefinitionBuilder.rootBeanDefinition(FakeJobQueueConfiguration.class)
						.addConstructorArgValue(this.mode)
						.getBeanDefinition());
		}

	}

}
