package io.github.valkeyflavors.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.test.context.MergedContextConfiguration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.queue.QueueAutoConfiguration;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.test.FakeJobQueue.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue works in tests that were processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void performsJobsOfProcessedTest() {
		TestGenerationContext generation = new TestGenerationContext();
		try (GenericApplicationContext buildTime = new GenericApplicationContext()) {
			new AnnotatedBeanDefinitionReader(buildTime).registerBean(Application.class);
			Objects
				.requireNonNull(
						new FakeJobQueueContextCustomizerFactory().createContextCustomizer(Inline.class, List.of()))
				.customizeContext(buildTime,
						new MergedContextConfiguration(Inline.class, null, null, null, new SpringBootContextLoader()));
			String initializer = new ApplicationContextAotGenerator().processAheadOfTime(buildTime, generation)
				.canonicalName();
			generation.writeGeneratedContent();
			TestCompiler.forSystem()
				.with(generation)
				.compile((compiled) -> enqueue(compiled.getInstance(ApplicationContextInitializer.class, initializer)));
		}
	}

	@SuppressWarnings("unchecked")
	private static void enqueue(ApplicationContextInitializer<?> initializer) {
		try (GenericApplicationContext runTime = new GenericApplicationContext()) {
			((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(runTime);
			runTime.refresh();

			runTime.getBean(JobClient.class).enqueue("note", "a");

			assertThat(runTime.getBean(Notes.class).texts).containsExactly("a");
			assertThat(runTime.getBean(FakeJobs.class)).hasPerformed("note");
			assertThat(runTime.getBeanProvider(WorkerLauncher.class).stream()).isEmpty();
		}
	}

	@FakeJobQueue(mode = Mode.INLINE)
	static class Inline {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, ValkeyFlavorsAutoConfiguration.class,
			QueueAutoConfiguration.class })
	static class Application {

		@Bean
		Notes notes() {
			return new Notes();
		}

	}

	static class Notes {

		final List<String> texts = new ArrayList<>();

		@Job("note")
		void write(String text) {
			this.texts.add(text);
		}

	}

}
