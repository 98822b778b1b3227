package io.github.valkeyflavors.queue.client;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobProxyTests {

	private final List<NewJob> pushed = new ArrayList<>();

	private final JobClient client = new ValkeyJobClient(
			new PayloadFactory(JsonMapper.shared(), List::of, PayloadFactory.Limits.STANDARD,
					InstantSource.fixed(Instant.ofEpochMilli(1795208690378L))),
			new ByName(), this.pushed::addAll, true);

	@Test
	void enqueuesCall() {
		this.client.via(Orders.class).confirm(42, "a");

		assertThat(this.pushed).singleElement()
			.satisfies((job) -> assertThat(job.payload().toJson())
				.startsWith("{\"retry\":3,\"queue\":\"low\",\"class\":\"confirm\",\"args\":[42,\"a\"],\"jid\":"));
	}

	@Test
	void returnsJid() {
		String jid = this.client.via(Orders.class).ship();

		assertThat(this.pushed).singleElement().extracting(NewJob::jid).isEqualTo(jid);
		assertThat(arguments()).containsExactly("[]");
	}

	@Test
	@SuppressWarnings("NullAway")
	void leavesContextOut() {
		this.client.via(Orders.class).archive(1, null, 2);

		assertThat(arguments()).containsExactly("[1,2]");
	}

	@Test
	void takesArrayAsOneArgument() {
		this.client.via(Orders.class).all("a", "b");

		assertThat(arguments()).containsExactly("[[\"a\",\"b\"]]");
	}

	@Test
	@SuppressWarnings("NullAway")
	void takesNullAsArgument() {
		this.client.via(Orders.class).confirm(1, null);

		assertThat(arguments()).containsExactly("[1,null]");
	}

	@Test
	void runsDefaultMethod() {
		this.client.via(Orders.class).confirmBoth(1, 2);

		assertThat(arguments()).containsExactly("[1,\"both\"]", "[2,\"both\"]");
	}

	@Test
	void throwsWhatDefaultMethodThrows() {
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> this.client.via(Orders.class).broken())
			.withMessage("broken");
	}

	@Test
	void enqueuesDefaultMethodThatBelongsToJob() {
		this.client.via(Orders.class).report();

		assertThat(this.pushed).singleElement().extracting((job) -> job.payload().type()).isEqualTo("report");
	}

	@Test
	void enqueuesInheritedMethods() {
		this.client.via(MoreOrders.class).confirm(1, "a");
		this.client.via(MoreOrders.class).confirmBoth(2, 3);

		assertThat(this.pushed).hasSize(3);
	}

	@Test
	void appliesOptionsOfClient() {
		this.client.with(JobOptions.NONE.queue("high")).via(Orders.class).ship();

		assertThat(this.pushed).singleElement().extracting(NewJob::queue).isEqualTo("high");
	}

	@Test
	void isOnlyEqualToItself() {
		Orders orders = this.client.via(Orders.class);
		Set<Orders> set = new HashSet<>(List.of(orders, this.client.via(Orders.class)));

		assertThat(set).hasSize(2).contains(orders);
		assertThat(orders).isNotEqualTo(null)
			.hasToString("jobs of io.github.valkeyflavors.queue.client.JobProxyTests$Orders");
		assertThat(this.pushed).isEmpty();
	}

	@Test
	void isMarked() {
		assertThat(this.client.via(Orders.class)).isInstanceOf(JobProxy.Marker.class);
	}

	@Test
	void acceptsInterfaceThatRedeclaresEquals() {
		WithEquals jobs = this.client.via(WithEquals.class);

		assertThat(jobs.equals(jobs)).isTrue();
		assertThat(jobs.equals(this.client.via(WithEquals.class))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, Override.class, Sealed.class, int.class, Orders[].class, Size.class })
	void refusesWhatIsNoOpenInterface(Class<?> type) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.client.via(type))
			.withMessage(type + " cannot enqueue jobs, because no proxy can implement it")
			.satisfies((ex) -> assertThat(ex.getRemedy()).isEqualTo("Pass an interface, which is not sealed."));
	}

	@ParameterizedTest
	@ValueSource(classes = { Supplier.class, Comparator.class, Unknown.class })
	void refusesMethodWithoutJob(Class<?> type) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.client.via(type))
			.withMessageEndingWith(" belongs to no job")
			.withMessageContaining(type.getName())
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("@Job"));
	}

	@Test
	void refusesOtherResult() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.client.via(Counting.class))
			.withMessageEndingWith("JobProxyTests$Counting.ship() enqueues job 'ship', but returns int")
			.satisfies((ex) -> assertThat(ex.getRemedy()).isEqualTo("Let it return void, or a String: the jid."));
	}

	private List<String> arguments() {
		return this.pushed.stream().map((job) -> job.payload().arguments()).toList();
	}

	interface Orders {

		void confirm(int order, String note);

		String ship();

		void archive(int order, JobContext context, int year);

		void all(String... names);

		default void confirmBoth(int one, int other) {
			confirm(one, "both");
			confirm(other, "both");
		}

		default void broken() {
			throw new ArithmeticException("broken");
		}

		default void report() {
			throw new IllegalStateException("performed");
		}

		static void helper() {
		}

	}

	interface MoreOrders extends Orders, Serializable {

		@Override
		void confirm(int order, String note);

	}

	interface WithEquals {

		@Override
		boolean equals(Object other);

		void ship();

	}

	interface Counting {

		int ship();

	}

	interface Unknown {

		void unknown();

	}

	sealed interface Sealed permits Permitted {

	}

	record Permitted() implements Sealed {

	}

	enum Size {

		SMALL

	}

	/**
	 * Declares a job for each method of a certain name.
	 */
	private static final class ByName implements DeclaredJobs {

		private static final List<String> NAMES = List.of("confirm", "ship", "archive", "all", "report");

		@Override
		public JobDefaults defaults(String type) {
			return JobDefaults.UNDECLARED;
		}

		@Override
		public @Nullable DeclaredJob find(Method method) {
			return NAMES.contains(method.getName())
					? new DeclaredJob(method.getName(), new JobDefaults("low", new RetryLimit(3), null, 0)) : null;
		}

	}

}
