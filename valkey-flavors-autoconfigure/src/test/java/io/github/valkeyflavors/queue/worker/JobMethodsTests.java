package io.github.valkeyflavors.queue.worker;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.DeclaredJobs.DeclaredJob;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobMethodsTests {

	private static final JobDefaults LOW = new JobDefaults("low", new RetryLimit(3), null, 0);

	@Test
	void findsJobOfMethodThatImplements() {
		JobMethods methods = new JobMethods(List.of(job("confirm", OrderJobs.class, Order.class)));

		assertThat(methods.find(method(Orders.class, "confirm"))).isEqualTo(new DeclaredJob("confirm", LOW));
	}

	@Test
	void findsJobOfMethodThatImplementsTypeVariable() {
		JobMethods methods = new JobMethods(List.of(job("handle", OrderJobs.class, Order.class)));

		assertThat(methods.find(method(Handler.class, "handle"))).isEqualTo(new DeclaredJob("handle", LOW));
	}

	@Test
	void findsJobOfInheritedMethod() {
		JobMethods methods = new JobMethods(List.of(job("confirm", SpecialJobs.class, Order.class)));

		assertThat(methods.find(method(Orders.class, "confirm"))).isEqualTo(new DeclaredJob("confirm", LOW));
	}

	@Test
	void findsJobOfDefaultMethodThatIsOverridden() {
		JobMethods methods = new JobMethods(List.of(job("report", OrderJobs.class)));

		assertThat(methods.find(method(Orders.class, "report"))).isEqualTo(new DeclaredJob("report", LOW));
	}

	@Test
	void findsJobOfBeanBehindProxyOfInterface() {
		Method exposed = method(Orders.class, "confirm");
		JobMethods methods = new JobMethods(
				List.of(new JobMethod("confirm", LOW, exposed, OrderJobs.class, OrderJobs::new, JsonMapper.shared())));

		assertThat(methods.find(exposed)).isEqualTo(new DeclaredJob("confirm", LOW));
	}

	@Test
	void findsNoJobOfOverloadedMethod() {
		JobMethods methods = new JobMethods(List.of(job("confirm", OrderJobs.class, String.class)));

		assertThat(methods.find(method(Orders.class, "confirm"))).isNull();
	}

	@Test
	void findsNoJobOfUnrelatedInterface() {
		JobMethods methods = new JobMethods(List.of(job("run", OrderJobs.class)));

		assertThat(methods.find(method(Runnable.class, "run"))).isNull();
	}

	@Test
	void refusesMethodOfSeveralJobs() {
		JobMethods methods = new JobMethods(List.of(job("confirm", OrderJobs.class, Order.class), new JobMethod("other",
				LOW, method(OtherJobs.class, "confirm"), OtherJobs.class, OtherJobs::new, JsonMapper.shared())));

		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> methods.find(method(Orders.class, "confirm")))
			.withMessageContaining("Orders.confirm")
			.withMessageContaining("several jobs: [")
			.withMessageContaining("OrderJobs.confirm")
			.withMessageContaining("OtherJobs.confirm");
	}

	@Test
	void returnsDefaultsOfDeclaredTypes() {
		JobMethods methods = new JobMethods(List.of(job("run", OrderJobs.class)));

		assertThat(methods.defaults("run")).isEqualTo(LOW);
		assertThat(methods.defaults("other")).isEqualTo(JobDefaults.UNDECLARED);
		assertThat(methods.contains("run")).isTrue();
		assertThat(methods.contains("other")).isFalse();
	}

	@Test
	void returnsRetryDelayOfMethod() {
		Method method = method(Orders.class, "report");
		RetryDelay delay = (count, job, failure) -> Duration.ofDays(1);

		assertThat(new JobMethod("a", LOW, method, OrderJobs.class, OrderJobs::new, JsonMapper.shared(), () -> delay)
			.retryDelay()).isSameAs(delay);
		assertThat(new JobMethod("a", LOW, method, OrderJobs.class, OrderJobs::new, JsonMapper.shared()).retryDelay())
			.isNull();
	}

	private static JobMethod job(String name, Class<?> type, Class<?>... parameters) {
		Method method = Objects.requireNonNull(ReflectionUtils.findMethod(type, name, parameters));
		return new JobMethod(name, LOW, method, type, Object::new, JsonMapper.shared());
	}

	private static Method method(Class<?> type, String name) {
		Stream<Method> methods = Arrays.stream(type.getMethods());
		return methods.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findFirst()
			.orElseThrow();
	}

	interface Handler<T> {

		void handle(@Nullable T value);

	}

	interface Orders {

		void confirm(@Nullable Order order);

		default void report() {
		}

	}

	record Order(int id) {

	}

	static class OrderJobs implements Orders, Handler<Order> {

		@Override
		public void confirm(@Nullable Order order) {
		}

		void confirm(String order) {
		}

		@Override
		public void handle(@Nullable Order order) {
		}

		@Override
		public void report() {
		}

		void run() {
		}

	}

	static class SpecialJobs extends OrderJobs {

	}

	static class OtherJobs implements Orders {

		@Override
		public void confirm(@Nullable Order order) {
		}

	}

}
