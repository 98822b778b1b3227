package io.github.valkeyflavors.autoconfigure.queue;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.client.JobProxy;

import static org.assertj.core.api.Assertions.assertThat;

class JobMethodAotProcessorTests {

	private final RuntimeHints hints = process(OrderJobs.class);

	@Test
	void registersTypesOfArgumentsForBinding() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.class, "lines")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Line.class, "article")).accepts(this.hints);
	}

	@Test
	void registersNoBindingForContext() {
		assertThat(RuntimeHintsPredicates.reflection().onType(JobContext.class)).rejects(this.hints);
	}

	@Test
	void registersMethodThatIsAnnotatedOnInterface() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(OrderJobs.class, "confirm"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Orders.class, "confirm")).accepts(this.hints);
	}

	@Test
	void registersProxyOfInterface() {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Orders.class, JobProxy.Marker.class))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Runnable.class, JobProxy.Marker.class))
			.rejects(this.hints);
	}

	@Test
	void leavesOtherBeansAlone() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Order.class)).rejects(process(NoJobs.class));
	}

	private static RuntimeHints process(Class<?> bean) {
		TestGenerationContext generation = new TestGenerationContext();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			new AnnotatedBeanDefinitionReader(context).registerBean(bean);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	record Order(List<Line> lines) {

	}

	record Line(String article) {

	}

	interface Orders {

		@Job("confirm")
		void confirm(Order order, @Nullable JobContext context);

	}

	static class OrderJobs implements Orders, Runnable {

		@Override
		public void confirm(Order order, @Nullable JobContext context) {
		}

		@Override
		public void run() {
		}

	}

	static class NoJobs {

		void confirm(Order order) {
		}

	}

}
