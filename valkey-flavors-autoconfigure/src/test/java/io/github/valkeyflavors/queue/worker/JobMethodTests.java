package io.github.valkeyflavors.queue.worker;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobArgumentException;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.SomeJob;
import io.github.valkeyflavors.queue.client.JobDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JobMethodTests {

	private final Jobs jobs = new Jobs();

	@Test
	void bindsArgumentsByPosition() throws Throwable {
		method("many").perform(job("42", "\"a\"", "{\"name\":\"n\",\"size\":\"LARGE\"}", "[1,2]",
				"\"2026-01-02T03:04:05Z\"", "\"v\""));

		assertThat(this.jobs.received).containsExactly(42L, "a", new Item("n", Size.LARGE), List.of(1L, 2L),
				Instant.parse("2026-01-02T03:04:05Z"), Optional.of("v"));
	}

	@Test
	void fillsMissingTrailingArguments() throws Throwable {
		method("many").perform(job("42"));

		assertThat(this.jobs.received).containsExactly(42L, null, null, null, null, Optional.empty());
	}

	@Test
	void keepsNumbersExact() throws Throwable {
		method("numbers").perform(job("1208925819614629174706176", "0.10000000000000000000000001"));

		assertThat(this.jobs.received).containsExactly(new BigInteger("1208925819614629174706176"),
				new BigDecimal("0.10000000000000000000000001"));
	}

	@Test
	void resolvesTypeVariablesOfBean() throws Throwable {
		method("typed").perform(job("{\"name\":\"n\",\"size\":\"SMALL\"}"));

		assertThat(this.jobs.received).containsExactly(new Item("n", Size.SMALL));
	}

	@Test
	void throwsWhatMethodThrows() {
		assertThatIllegalStateException().isThrownBy(() -> method("failing").perform(job())).withMessage("broken");
	}

	@Test
	void refusesArgumentOfWrongType() {
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> method("many").perform(job("\"x\"")))
			.withMessageStartingWith("Argument 1 of job 'many' does not fit parameter type long of "
					+ "io.github.valkeyflavors.queue.worker.JobMethodTests$Jobs.many: ");
	}

	@Test
	void refusesMissingPrimitive() {
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> method("many").perform(job()))
			.withMessageContaining("it is missing or null");
	}

	@Test
	void refusesTooManyArguments() {
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> method("failing").perform(job("1")))
			.withMessageContaining("has more arguments than");
	}

	@Test
	void passesContextThatIsNoArgument() throws Throwable {
		JobContext job = job("1", "\"b\"");

		method("contextual").perform(job);

		assertThat(this.jobs.received).containsExactly(1L, job, "b");
	}

	@Test
	void refusesTwoMethodsOfOneType() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new JobMethods(List.of(method("same", "many"), method("same", "failing"))))
			.withMessageContaining("'same'")
			.withMessageContaining("Jobs.many")
			.withMessageContaining("Jobs.failing");
	}

	private static JobContext job(String... arguments) {
		return new SomeJob("a", "[" + String.join(",", arguments) + "]");
	}

	private JobMethod method(String name) {
		return method(name, name);
	}

	private JobMethod method(String type, String name) {
		Method method = Arrays.stream(Jobs.class.getMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return new JobMethod(type, JobDefaults.UNDECLARED, method, Jobs.class, () -> this.jobs, JsonMapper.shared());
	}

	public enum Size {

		SMALL, LARGE

	}

	public record Item(String name, Size size) {

	}

	public abstract static class Typed<T> {

		@Nullable Object[] received = {};

		public void typed(T value) {
			this.received = new Object[] { value };
		}

	}

	public static class Jobs extends Typed<Item> {

		public void many(long number, @Nullable String text, @Nullable Item item, @Nullable List<Long> list,
				@Nullable Instant time, Optional<String> optional) {
			this.received = new @Nullable Object[] { number, text, item, list, time, optional };
		}

		public void numbers(BigInteger integer, BigDecimal decimal) {
			this.received = new Object[] { integer, decimal };
		}

		public void contextual(long number, JobContext job, String text) {
			this.received = new Object[] { number, job, text };
		}

		public void failing() {
			throw new IllegalStateException("broken");
		}

	}

}
