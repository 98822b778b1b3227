package io.github.valkeyflavors.queue.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.client.PayloadFactory.Limits;
import io.github.valkeyflavors.queue.protocol.Goldens;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PayloadFactoryTests {

	private static final Instant NOW = Instant.ofEpochMilli(1795208690378L);

	private final List<JobInterceptor> interceptors = new ArrayList<>();

	@Test
	void writesPlainJob() {
		NewJob job = create(JobOptions.NONE, 42, "a", null, true, Map.of("mike", "bob"));

		assertThat(job.payload().toJson()).isEqualTo(
				"{\"retry\":true,\"queue\":\"default\",\"class\":\"a\",\"args\":[42,\"a\",null,true,{\"mike\":\"bob\"}],\"jid\":\"%s\",\"created_at\":1795208690378}"
					.formatted(job.jid()));
		assertThat(job.due()).isNull();
	}

	@Test
	void writesTextAsSidekiqDoes() {
		String text = "ä€😀 </a> \\ \" \b\f\n\r\t \u0001\u001f\u007f \u2028";

		assertThat(arguments(text)).isEqualTo(JobPayload.parse(Goldens.get("text")).arguments());
	}

	@Test
	void writesWhatTypeDeclares() {
		JobDefaults declared = new JobDefaults("low", new RetryLimit(3), Duration.ofDays(3), 20);

		NewJob job = factory().create("a", declared, JobOptions.NONE, List.of(List.of())).get(0);

		assertThat(job.payload().toJson())
			.startsWith("{\"retry\":3,\"queue\":\"low\",\"retry_for\":259200,\"backtrace\":20,\"class\":\"a\",");
		assertThat(job.queue()).isEqualTo("low");
	}

	@Test
	void putsOptionsOverWhatTypeDeclares() {
		JobDefaults declared = new JobDefaults("low", new RetryLimit(3), Duration.ofDays(3), 20);
		JobOptions options = JobOptions.NONE.queue("high").retry(Job.RETRY_NEVER).tags("x", "y");

		NewJob job = factory().create("a", declared, options, List.of(List.of())).get(0);

		assertThat(job.payload().toJson())
			.startsWith("{\"retry\":false,\"queue\":\"high\",\"backtrace\":20,\"tags\":[\"x\",\"y\"],\"class\":\"a\",");
		assertThat(job.queue()).isEqualTo("high");
	}

	@Test
	void isDueAtTime() {
		assertThat(create(JobOptions.NONE.at(NOW.plusNanos(1))).due()).isEqualTo(NOW.plusNanos(1));
	}

	@Test
	void isDueInWhile() {
		assertThat(create(JobOptions.NONE.in(Duration.ofHours(1))).due()).isEqualTo(NOW.plusSeconds(3600));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void isDueAtOnceWhenTimeIsNotInFuture(Duration delay) {
		assertThat(create(JobOptions.NONE.in(delay)).due()).isNull();
		assertThat(create(JobOptions.NONE.at(NOW.plus(delay))).due()).isNull();
	}

	@Test
	void expiresSomeTimeAfterItIsDue() {
		JobOptions options = JobOptions.NONE.expiresIn(Duration.ofMinutes(1));

		assertThat(create(options).payload().expiry()).isEqualTo(NOW.plusSeconds(60));
		assertThat(create(options.in(Duration.ofHours(1))).payload().expiry()).isEqualTo(NOW.plusSeconds(3660));
		assertThat(create(options.at(NOW.minusSeconds(3600))).payload().expiry()).isEqualTo(NOW.plusSeconds(60));
	}

	@Test
	void makesJobsInOrderWithIdsOfTheirOwn() {
		List<List<Integer>> arguments = IntStream.range(0, 2_500).mapToObj(List::of).toList();

		List<NewJob> jobs = factory().create("a", JobDefaults.UNDECLARED, JobOptions.NONE, arguments);

		assertThat(jobs).extracting((job) -> job.payload().arguments())
			.containsExactlyElementsOf(arguments.stream().map((each) -> each.toString()).toList());
		assertThat(jobs).extracting(NewJob::jid).doesNotHaveDuplicates().allMatch((jid) -> jid.matches("[0-9a-f]{24}"));
	}

	@Test
	void writesPlainArrayWhateverMapperIsSetTo() {
		JsonMapper mapper = JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE,
					SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
			.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.disable(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS,
					JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
			.build();
		PayloadFactory factory = new PayloadFactory(mapper, List::of, Limits.STANDARD, InstantSource.fixed(NOW));

		List<NewJob> jobs = factory.create("a", JobDefaults.UNDECLARED, JobOptions.NONE,
				List.of(List.of(new Item("😀", Double.NaN)), List.of()));

		assertThat(jobs).extracting((job) -> job.payload().arguments())
			.containsExactly("[{\"name\":\"😀\",\"size\":\"NaN\"}]", "[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void refusesEmptyType(String type) {
		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> factory().create(type, JobDefaults.UNDECLARED, JobOptions.NONE, List.of()))
			.withMessage("A job needs a type, which must not be empty");
	}

	static Stream<Arguments> timesOutOfRange() {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
		return Stream.of(Arguments.of(JobOptions.NONE.in(longest)), Arguments.of(JobOptions.NONE.expiresIn(longest)),
				Arguments.of(JobOptions.NONE.in(Duration.ofSeconds(Instant.MAX.getEpochSecond()))),
				Arguments.of(JobOptions.NONE.at(Instant.MAX).expiresIn(Duration.ofSeconds(1))));
	}

	@ParameterizedTest
	@MethodSource("timesOutOfRange")
	void refusesTimeOutOfRange(JobOptions options) {
		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> create(options))
			.withMessageStartingWith("Job 'a' is due or expires at no point in time: PT")
			.withMessageNotContaining("\n");
	}

	@Test
	void refusesArgumentThatIsNoJson() {
		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> create(JobOptions.NONE, new Broken()))
			.withMessageStartingWith("The arguments of job 'a' cannot be written as JSON: ")
			.withMessageContaining("two lines")
			.withMessageNotContaining("\n");
	}

	@Test
	void refusesArgumentThatContainsItself() {
		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> create(JobOptions.NONE, new Cyclic()))
			.withMessage("The arguments of job 'a' are nested more than 500 levels deep; "
					+ "valkey.queue.max-argument-depth allows 100");
	}

	@Test
	void refusesArgumentThatIsNestedTooDeep() {
		assertThat(arguments(nested(100))).startsWith("[[[[");
		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> create(JobOptions.NONE, "flat", nested(101)))
			.withMessage("The arguments of job 'a' are nested 101 levels deep; "
					+ "valkey.queue.max-argument-depth allows 100");
	}

	@Test
	void doesNotTakeBracketsInTextForNesting() {
		PayloadFactory factory = factory(new Limits(1_000, 1));

		List<NewJob> jobs = factory.create("a", JobDefaults.UNDECLARED, JobOptions.NONE,
				List.of(List.of("[[[[\\\"[{", Map.of("{\"[", "\\"))));

		assertThat(jobs).hasSize(1);
	}

	@Test
	void allowsPlainValuesOnlyWithDepthOfZero() {
		PayloadFactory factory = factory(new Limits(1_000, 0));
		factory.create("a", JobDefaults.UNDECLARED, JobOptions.NONE, List.of(List.of(1, "a")));

		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(
				() -> factory.create("a", JobDefaults.UNDECLARED, JobOptions.NONE, List.of(List.of(List.of()))));
	}

	@Test
	void refusesPayloadThatIsTooLarge() {
		int rest = create(JobOptions.NONE, "").payload().toJson().length();
		int room = 256 * 1_024 - rest;
		assertThat(arguments("x".repeat(room))).hasSize(room + 4);

		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> create(JobOptions.NONE, "x".repeat(room - 1) + "ä"))
			.withMessage("The payload of job 'a' has 262145 bytes; valkey.queue.max-payload-size allows 262144");
	}

	@Test
	void refusesAllWhenOneIsRefused() {
		List<List<Object>> arguments = List.of(List.of(1), List.of(new Cyclic()), List.of(3));

		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> factory().create("a", JobDefaults.UNDECLARED, JobOptions.NONE, arguments));
	}

	@Test
	@SuppressWarnings("NullAway")
	void refusesMissingListOfArguments() {
		List<List<?>> arguments = Arrays.asList(List.of(), null);

		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> factory().create("a", JobDefaults.UNDECLARED, JobOptions.NONE, arguments))
			.withMessage("Job 'a' has no list of arguments");
	}

	@Test
	void showsJobToInterceptors() {
		List<String> seen = new ArrayList<>();
		intercept((draft) -> seen.add(draft.jid() + draft.type() + draft.queue() + draft.arguments()));

		List<NewJob> jobs = factory().create("a", JobDefaults.UNDECLARED, JobOptions.NONE.queue("low"),
				List.of(List.of(1), List.of("ä")));

		assertThat(seen).containsExactly(jobs.get(0).jid() + "alow[1]", jobs.get(1).jid() + "alow[\"ä\"]");
	}

	@Test
	void writesHeadersOfInterceptorsInOrder() {
		intercept((draft) -> draft.header("one", "1"));
		intercept((draft) -> draft.header("two", Objects.requireNonNull(draft.header("one")) + "\""));

		assertThat(create(JobOptions.NONE).payload().toJson())
			.endsWith(",\"created_at\":1795208690378,\"one\":\"1\",\"two\":\"1\\\"\"}");
	}

	@Test
	void countsHeadersInSize() {
		intercept((draft) -> draft.header("large", "x".repeat(256 * 1_024)));

		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> create(JobOptions.NONE))
			.withMessageContaining("max-payload-size");
	}

	@Test
	void throwsWhatInterceptorThrows() {
		intercept((draft) -> {
			throw new IllegalStateException("refused");
		});

		assertThatIllegalStateException().isThrownBy(() -> create(JobOptions.NONE)).withMessage("refused");
	}

	@ParameterizedTest
	@ValueSource(strings = { "class", "error_anything", "expiry" })
	void refusesHeaderThatMakesUpJob(String name) {
		intercept((draft) -> draft.header(name, "x"));

		assertThatIllegalArgumentException().isThrownBy(() -> create(JobOptions.NONE))
			.withMessage("A header cannot be named '%s', because that field makes up the job".formatted(name));
	}

	@Test
	void refusesBlankHeader() {
		intercept((draft) -> draft.header(" ", "x"));

		assertThatIllegalArgumentException().isThrownBy(() -> create(JobOptions.NONE))
			.withMessage("The name of a header must not be blank");
	}

	private void intercept(Consumer<JobDraft> enqueue) {
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void enqueue(JobDraft job) {
				enqueue.accept(job);
			}

		});
	}

	private String arguments(@Nullable Object... arguments) {
		return create(JobOptions.NONE, arguments).payload().arguments();
	}

	private NewJob create(JobOptions options, @Nullable Object... arguments) {
		return factory().create("a", JobDefaults.UNDECLARED, options, List.of(Arrays.asList(arguments))).get(0);
	}

	private PayloadFactory factory() {
		return factory(Limits.STANDARD);
	}

	private PayloadFactory factory(Limits limits) {
		return new PayloadFactory(JsonMapper.shared(), () -> this.interceptors, limits, InstantSource.fixed(NOW));
	}

	private static List<?> nested(int depth) {
		List<?> nested = List.of();
		for (int i = 1; i < depth; i++) {
			nested = List.of(nested);
		}
		return nested;
	}

	record Item(String name, double size) {

	}

	public static class Broken {

		public String getName() {
			throw new IllegalStateException("two\n  lines");
		}

	}

	@JsonAutoDetect(getterVisibility = Visibility.ANY)
	static class Cyclic {

		List<Cyclic> getSelf() {
			return List.of(this);
		}

	}

}
