package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Found;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Job;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.JobProcess;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Overview;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Processes;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.QueuePage;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.SetPage;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.QueueSummary;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QueuesEndpoint}.
 */
class QueuesEndpointTests {

	private static final double SCORE = 1795208714.378123;

	private static final String AT = "2026-11-20T21:05:14.378123Z";

	private static final String IDENTITY = "host:17:0123456789ab";

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private StringRedisTemplate template;

	private JobQueues queues;

	private QueuesEndpoint endpoint;

	@BeforeEach
	void connect() {
		this.template = server.template();
		this.queues = new ValkeyJobQueues(server.connectionFactory(), InstantSource.system());
		this.endpoint = new QueuesEndpoint(this.queues, Show.NEVER);
	}

	@Test
	void showsQueuesAndCounts() {
		push("low", job("1", ""));
		add("dead", failed("2"));

		Overview overview = this.endpoint.overview();

		assertThat(overview.queues()).extracting(QueueSummary::name).containsExactly("low");
		assertThat(Objects.requireNonNull(overview.statistics()).dead()).isOne();
		assertThat(overview.problems()).isEmpty();
	}

	@Test
	void reportsPartThatCannotBeReadAndShowsTheRest() {
		push("low", job("1", ""));
		this.template.opsForValue().set("dead", "nonsense");

		Overview overview = this.endpoint.overview();

		assertThat(overview.problems()).containsOnlyKeys("statistics");
		assertThat(overview.queues()).hasSize(1);
	}

	@Test
	void pagesThroughQueue() {
		push("low", job("1", ""), job("2", ""), job("3", ""));

		QueuePage page = (QueuePage) this.endpoint.entry("queues", "low", "1", "1", null, null);

		assertThat(page.queue().size()).isEqualTo(3);
		assertThat(page.jobs()).extracting(Job::jid).containsExactly("2");
	}

	@Test
	void doesNotKnowQueueThatNobodyPushedTo() {
		assertThatProblem(404, () -> this.endpoint.entry("queues", "lo", null, null, null, null))
			.withMessage("There is no queue 'lo'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "scheduled", "retry", "dead" })
	void pagesThroughSet(String set) {
		add(set.equals("scheduled") ? "schedule" : set, failed("1"));

		SetPage page = page(set);

		assertThat(page.size()).isOne();
		assertThat(page.jobs()).extracting(Job::jid).containsExactly("1");
		assertThat(page.jobs()).extracting(Job::at).containsExactly(Instant.parse(AT));
	}

	@Test
	void showsHowJobFailed() {
		add("retry", failed("1"));

		Job job = (Job) this.endpoint.entry("retry", "1", null, null, AT, null);

		QueueDescriptors.Failure failure = Objects.requireNonNull(job.failure());
		assertThat(failure.errorClass()).isEqualTo("ArgumentError");
		assertThat(failure.errorMessage()).isEqualTo("no");
	}

	@Test
	void hidesArguments() {
		push("low", job("1", "\"secret\""));

		QueuePage page = (QueuePage) this.endpoint.entry("queues", "low", null, null, null, null);

		assertThat(page.jobs()).extracting(Job::arguments).containsExactly("******");
	}

	@Test
	void showsArgumentsIfToldSo() {
		push("low", job("1", "\"secret\""));

		QueuePage page = (QueuePage) new QueuesEndpoint(this.queues, Show.ALWAYS).entry("queues", "low", null, null,
				null, null);

		assertThat(page.jobs()).extracting(Job::arguments).containsExactly("[\"secret\"]");
	}

	@Test
	void findsJobsByWhatIsShown() {
		add("dead", failed("1"));
		add("dead", job("2", ""));

		assertThat(found("ArgumentError", null).jobs()).extracting(Job::jid).containsExactly("1");
	}

	@Test
	void searchDoesNotGiveHiddenArgumentsAway() {
		add("dead", job("1", "\"secret\""));

		assertThat(found("secret", null).jobs()).isEmpty();
	}

	@Test
	void showsBytesThatAreNoTextAsReplacement() {
		byte[] payload = job("1", "\"a\"").replace("report", "rep\u00e9").getBytes(StandardCharsets.ISO_8859_1);
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.zSetCommands().zAdd("dead".getBytes(StandardCharsets.UTF_8), SCORE, payload);
		}

		assertThat(page("dead").jobs()).extracting(Job::type).containsExactly("rep\uFFFD");
	}

	@Test
	void showsProcesses() {
		register();

		Processes processes = (Processes) this.endpoint.list("processes", null, null, null, null);

		assertThat(processes.processes()).extracting(JobProcess::identity).containsExactly(IDENTITY);
		assertThat(this.endpoint.entry("processes", IDENTITY, null, null, null, null))
			.isEqualTo(processes.processes().get(0));
	}

	@Test
	void pausesAndResumesQueue() {
		push("low", job("1", ""));

		assertThat(this.endpoint.change("queues", "low", "pause", null, null).changed()).isOne();
		assertThat(this.queues.queue("low").paused()).isTrue();

		assertThat(this.endpoint.change("queues", "low", "resume", null, null).changed()).isOne();
		assertThat(this.queues.queue("low").paused()).isFalse();
	}

	@Test
	void enqueuesJobNow() {
		add("retry", failed("1"));

		this.endpoint.change("retry", "1", "enqueue", AT, null);

		assertThat(this.queues.retries().size()).isZero();
		assertThat(this.queues.queue("low").size()).isOne();
	}

	@Test
	void killsJob() {
		add("schedule", job("1", ""));

		this.endpoint.change("scheduled", "1", "kill", AT, null);

		assertThat(this.queues.scheduled().size()).isZero();
		assertThat(this.queues.dead().size()).isOne();
	}

	@Test
	void deletesOneJob() {
		add("dead", failed("1"));
		add("dead", failed("2"));

		this.endpoint.delete("dead", "1", AT, null);

		assertThat(page("dead").jobs()).extracting(Job::jid).containsExactly("2");
	}

	@Test
	void deletesEntryThatIsNoJob() {
		add("dead", "nonsense");

		this.endpoint.delete("dead", "-", AT, page("dead").jobs().get(0).key());

		assertThat(this.queues.dead().size()).isZero();
	}

	@Test
	void clearsSetOnlyWhenAskedForAll() {
		add("dead", failed("1"));

		assertThatProblem(400, () -> this.endpoint.clear("dead", null)).withMessageContaining("all=true");
		assertThat(this.queues.dead().size()).isOne();

		assertThat(this.endpoint.clear("dead", "true").changed()).isOne();
	}

	@Test
	void clearsQueue() {
		push("low", job("1", ""), job("2", ""));

		assertThat(this.endpoint.delete("queues", "low", null, null).changed()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "quiet, TSTP", "stop, TERM" })
	void signalsProcess(String action, String signal) {
		register();

		this.endpoint.change("processes", IDENTITY, action, null, null);

		assertThat(this.template.opsForList().range(IDENTITY + "-signals", 0, -1)).containsExactly(signal);
	}

	@Test
	void signalsNothingThatIsNoProcess() {
		push("low", job("1", ""));

		assertThatProblem(404, () -> this.endpoint.change("processes", "queues", "quiet", null, null));

		assertThat(this.template.hasKey("queues-signals")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "-1, 10", "x, 10", "0, 0", "0, 1001", "0, many", "9999999999999, 10", "'', 10" })
	void refusesPageOutOfRange(String offset, String limit) {
		assertThatProblem(400, () -> this.endpoint.list("dead", offset, limit, null, null))
			.withMessageContaining("must be a number from");
		assertThatProblem(400, () -> this.endpoint.entry("queues", "low", offset, limit, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday", "1795208714", "+1000000000-12-31T23:59:59.999999999Z",
			"-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z" })
	void refusesTimeThatIsNone(String at) {
		assertThatProblem(400, () -> this.endpoint.delete("dead", "1", at, null)).withMessageContaining("'at' must be");
	}

	@Test
	void refusesToGuessTheTime() {
		assertThatProblem(400, () -> this.endpoint.change("dead", "1", "enqueue", null, null))
			.withMessageContaining("'at' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "../dead", "a\"b", "x\n", "*", "\u00e9" })
	void refusesMalformedJid(String jid) {
		assertThatProblem(400, () -> this.endpoint.entry("dead", jid, null, null, AT, null))
			.withMessageContaining("is not the id of a job");
	}

	@Test
	void doesNotFindJobThatIsGone() {
		assertThatProblem(404, () -> this.endpoint.change("dead", "1", "enqueue", AT, null));
		assertThatProblem(404, () -> this.endpoint.delete("dead", "1", AT, null));
		assertThatProblem(404, () -> this.endpoint.entry("dead", "1", null, null, AT, null));
	}

	@Test
	void refusesToEnqueueWhatIsNoJob() {
		add("dead", "{\"jid\":\"1\",\"secret\":");

		assertThatProblem(400, () -> this.endpoint.change("dead", "-", "enqueue", AT, page("dead").jobs().get(0).key()))
			.withMessage("This entry is no job: it can be deleted or killed, but not enqueued.");
	}

	@ParameterizedTest
	@CsvSource({ "queues, low", "dead, 1", "processes, host" })
	void refusesUnknownAction(String kind, String name) {
		assertThatProblem(400, () -> this.endpoint.change(kind, name, "dance", AT, null))
			.withMessageContaining("but is 'dance'");
		assertThatProblem(400, () -> this.endpoint.change(kind, name, null, AT, null));
	}

	@Test
	void namesKindsThereAreForUnknownOne() {
		assertThatProblem(404, () -> this.endpoint.list("jobs", null, null, null, null))
			.withMessage("There is no 'jobs'. There are: queues, scheduled, retry, dead, processes.");
		assertThatProblem(404, () -> this.endpoint.change("jobs", "1", "kill", AT, null));
		assertThatProblem(404, () -> this.endpoint.clear("jobs", "true"));
		assertThatProblem(400, () -> this.endpoint.clear("queues", "true"));
		assertThatProblem(400, () -> this.endpoint.delete("processes", IDENTITY, AT, null));
	}

	@Test
	void refusesBlankQueueAndSearch() {
		assertThatProblem(400, () -> this.endpoint.change("queues", " ", "pause", null, null));
		assertThatProblem(400, () -> this.endpoint.list("dead", null, null, "", null));
		assertThatProblem(400, () -> this.endpoint.list("dead", null, null, "x", "later"));
	}

	@Test
	void answers503WhenSetIsSomethingElse() {
		this.template.opsForValue().set("dead", "nonsense");

		assertThatProblem(503, () -> page("dead"))
			.withMessage("The server of the queue answered with the error WRONGTYPE.");
	}

	private SetPage page(String set) {
		return (SetPage) this.endpoint.list(set, null, null, null, null);
	}

	private Found found(String text, @Nullable String part) {
		return (Found) this.endpoint.list("dead", null, null, text, part);
	}

	private void push(String queue, String... payloads) {
		this.template.opsForSet().add("queues", queue);
		this.template.opsForList().leftPushAll("queue:" + queue, payloads);
	}

	private void add(String set, String payload) {
		this.template.opsForZSet().add(set, payload, SCORE);
	}

	private void register() {
		this.template.opsForSet().add("processes", IDENTITY);
		this.template.opsForHash()
			.put(IDENTITY, "info", "{\"hostname\":\"host\",\"pid\":17,\"identity\":\"%s\"}".formatted(IDENTITY));
	}

	private static String job(String jid, String argument) {
		return "{\"retry\":true,\"queue\":\"low\",\"class\":\"report\",\"args\":[%s],\"jid\":\"%s\",\"created_at\":1795208690378}"
			.formatted(argument, jid);
	}

	private static String failed(String jid) {
		return "{\"retry\":true,\"queue\":\"low\",\"class\":\"report\",\"args\":[],\"jid\":\"%s\",\"created_at\":1795208690378,\"error_message\":\"no\",\"error_class\":\"ArgumentError\",\"failed_at\":1795208690380,\"retry_count\":0}"
			.formatted(jid);
	}

	private static ThrowableAssertAlternative<ProblemException> assertThatProblem(int status,
			ThrowingCallable operation) {
		return assertThatExceptionOfType(ProblemException.class).isThrownBy(operation)
			.satisfies((ex) -> assertThat(ex.problem().status()).isEqualTo(status));
	}

}
