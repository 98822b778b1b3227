package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Change;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Job;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.QueuePage;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.SetPage;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link QueuesEndpoint} changes what the caller means and nothing else, and
 * says so in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class QueuesEndpointTargetTests {

	private static final double SCORE = 1795208714.378123;

	private static final String AT = "2026-11-20T21:05:14.378123Z";

	private static final String CUT = "2026-11-20T21:05:14.378Z";

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
	void refusesPageBeyondTheEnd() {
		add("dead", job("1", 1));
		push("low", job("1", 1));

		assertThatProblem(400, () -> this.endpoint.list("dead", "1", null, null, null))
			.withMessage("The page is out of range: there are 1 jobs, 'offset' is 1.");
		assertThatProblem(400, () -> this.endpoint.entry("queues", "low", "1", null, null, null))
			.withMessage("The page is out of range: there are 1 jobs, 'offset' is 1.");
	}

	@Test
	void showsFirstPageOfWhatIsEmpty() {
		this.template.opsForSet().add("queues", "low");

		assertThat(waiting("low")).isEmpty();
		assertThat(listed("dead")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume" })
	void changesNoQueueThatIsNotKnown(String action) {
		assertThatProblem(404, () -> this.endpoint.change("queues", "typo", action, null, null))
			.withMessage("There is no queue 'typo'.");

		assertThat(this.queues.queues()).isEmpty();
	}

	@Test
	void deletesNoQueueThatIsNotKnown() {
		assertThatProblem(404, () -> this.endpoint.delete("queues", "typo", null, null));
		assertThatProblem(404, () -> this.endpoint.deleteWaiting("queues", "typo", "1", null, null));
	}

	@Test
	void resumesQueueThatIsOnlyPaused() {
		this.queues.pause("low");

		assertThat(this.endpoint.change("queues", "low", "resume", null, null).changed()).isOne();
	}

	@Test
	void asksWhichOfTwoJobsIsMeant() {
		add("retry", job("1", 1));
		add("retry", job("1", 2));

		assertThatProblem(409, () -> this.endpoint.delete("retry", "1", AT, null)).withMessageContaining("by 'key'");
		assertThatProblem(409, () -> this.endpoint.change("retry", "1", "kill", AT, null));
		assertThatProblem(409, () -> this.endpoint.entry("retry", "1", null, null, AT, null));

		assertThat(this.queues.retries().size()).isEqualTo(2);
	}

	@Test
	void changesTheOneOfTwoJobsThatTheKeyNames() {
		add("retry", job("1", 1));
		add("retry", job("1", 2));
		List<Job> listed = listed("retry");

		this.endpoint.delete("retry", "1", AT, listed.get(1).key());

		assertThat(listed("retry")).containsExactly(listed.get(0));
	}

	@Test
	void changesNoOtherJobWhenTheOneIsGone() {
		add("retry", job("1", 1));
		add("retry", job("1", 2));
		String key = listed("retry").get(1).key();
		this.endpoint.delete("retry", "1", AT, key);

		assertThatProblem(404, () -> this.endpoint.delete("retry", "1", AT, key));

		assertThat(this.queues.retries().size()).isOne();
	}

	@Test
	void takesNoJobThatStandsBesideTheTime() {
		this.template.opsForZSet().add("retry", job("1", 1), SCORE + 0.0003);

		assertThatProblem(404, () -> this.endpoint.delete("retry", "1", AT, null));

		assertThat(this.queues.retries().size()).isOne();
	}

	@Test
	void takesTimeThatWasCutOffToMilliseconds() {
		add("retry", job("1", 1));

		assertThat(this.endpoint.delete("retry", "1", CUT, null).changed()).isOne();
	}

	@Test
	void asksWhichJobIsMeantByTimeThatWasCutOff() {
		add("retry", job("1", 1));
		this.template.opsForZSet().add("retry", job("1", 2), SCORE + 0.0003);

		assertThatProblem(409, () -> this.endpoint.delete("retry", "1", CUT, null));
	}

	@Test
	void demandsKeyOfEntryWithoutJid() {
		add("dead", "nonsense");

		assertThatProblem(400, () -> this.endpoint.delete("dead", "-", AT, null)).withMessageContaining("'key'");
		assertThatProblem(400, () -> this.endpoint.change("dead", "-", "kill", AT, null));

		assertThat(this.queues.dead().size()).isOne();
	}

	@Test
	void tellsEntriesApartThatAreNoText() {
		addBytes("dead", new byte[] { (byte) 0xE9 });
		addBytes("dead", new byte[] { (byte) 0xEA });
		List<Job> listed = listed("dead");

		this.endpoint.delete("dead", "-", AT, listed.get(0).key());

		assertThat(listed("dead")).containsExactly(listed.get(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "0123456789ABCDEF", "0123456789abcdef0" })
	void refusesMalformedKey(String key) {
		assertThatProblem(400, () -> this.endpoint.delete("dead", "1", AT, key)).withMessageContaining("'key' must be");
	}

	@Test
	void keyDoesNotGiveHiddenArgumentsAway() {
		add("dead", job("1", 1));

		QueuesEndpoint other = new QueuesEndpoint(this.queues, Show.NEVER);

		assertThat(((SetPage) other.list("dead", null, null, null, null)).jobs().get(0).key())
			.isNotEqualTo(listed("dead").get(0).key());
	}

	@Test
	void deletesOneWaitingJob() {
		push("low", job("1", 1), job("2", 1), job("3", 1));

		assertThat(this.endpoint.deleteWaiting("queues", "low", "2", null, null))
			.isEqualTo(new Change("delete", "queues", "low/2", 1));

		assertThat(waiting("low")).extracting(Job::jid).containsExactly("1", "3");
	}

	@Test
	void deletesTheWaitingJobThatTheKeyNames() {
		push("low", job("1", 1), "nonsense", job("1", 2));
		List<Job> listed = waiting("low");

		assertThatProblem(409, () -> this.endpoint.deleteWaiting("queues", "low", "1", null, null));
		assertThatProblem(400, () -> this.endpoint.deleteWaiting("queues", "low", "-", null, null));
		this.endpoint.deleteWaiting("queues", "low", "1", null, listed.get(2).key());
		this.endpoint.deleteWaiting("queues", "low", "-", null, listed.get(1).key());

		assertThat(waiting("low")).containsExactly(listed.get(0));
	}

	@ParameterizedTest
	@CsvSource({ "999, 0", "9999, 0", "10999, 11500", "11999, 11500" })
	void findsWaitingJobNearWhereItWasListed(int index, String offset) {
		fill("low", 12_000);

		assertThat(this.endpoint.deleteWaiting("queues", "low", "jid" + index, offset, null).changed()).isOne();

		assertThat(this.queues.queue("low").size()).isEqualTo(11_999);
	}

	@Test
	void saysWhereItHasLookedForWaitingJob() {
		fill("low", 12_000);

		assertThatProblem(404, () -> this.endpoint.deleteWaiting("queues", "low", "jid11999", null, null)).withMessage(
				"There is no job 'jid11999' like this in the 10000 jobs of queue 'low' after the first 0, or not any more. Look at the list again.");
	}

	@ParameterizedTest
	@CsvSource({ "dead", "processes", "typo" })
	void deletesPartsOfQueuesOnly(String kind) {
		assertThatProblem(404, () -> this.endpoint.deleteWaiting(kind, "low", "1", null, null));
	}

	@Test
	void logsWhatWasChangedAndByWhom(CapturedOutput output) {
		push("low", job("1", 1), job("2", 1));
		add("dead", job("3", 1));
		QueuesEndpointWebExtension web = new QueuesEndpointWebExtension(this.endpoint, Show.NEVER, Set.of());

		web.change(new User("ada"), "queues", "low", "pause", null, null);
		web.deleteWaiting(new User("ada"), "queues", "low", "1", null, null);
		web.delete(SecurityContext.NONE, "queues", "low", null, null);
		this.endpoint.change("dead", "3", "enqueue", AT, null);

		assertThat(output.getOut().lines().filter((line) -> line.contains("Endpoint valkeyqueues"))).satisfiesExactly(
				ends("by 'ada': pause queue low: 1 changed"), ends("by 'ada': delete job 1 of queue low: 1 changed"),
				ends("by somebody who has not logged in: delete all jobs of queue low: 1 changed"),
				ends("by JMX: enqueue job 3 at %s of set dead: 1 changed".formatted(AT)));
	}

	private static ThrowingConsumer<String> ends(String end) {
		return (line) -> assertThat(line).contains(" INFO ").endsWith("Endpoint valkeyqueues, " + end);
	}

	@Test
	void logsNothingThatWasRefused(CapturedOutput output) {
		assertThatProblem(404, () -> this.endpoint.change("queues", "typo", "pause", null, null));

		assertThat(output).doesNotContain("Endpoint valkeyqueues");
	}

	@Test
	void logsInOneLineWhateverTheNames(CapturedOutput output) {
		push("low\nhigh", job("1", 1));

		this.endpoint.delete("queues", "low\nhigh", null, null);

		assertThat(output).contains("delete all jobs of queue low?high: 1 changed");
	}

	@Test
	void logsWhatTheServerMayHaveDone(CapturedOutput output) {
		this.template.opsForValue().set("dead", "nonsense");

		assertThatProblem(503, () -> this.endpoint.clear("dead", "true"));

		assertThat(output).contains("by JMX: clear set dead: failed. The server of the queue answered with the error");
	}

	private List<Job> listed(String set) {
		return ((SetPage) this.endpoint.list(set, null, null, null, null)).jobs();
	}

	private List<Job> waiting(String queue) {
		return ((QueuePage) this.endpoint.entry("queues", queue, null, null, null, null)).jobs();
	}

	private void push(String queue, String... payloads) {
		this.template.opsForSet().add("queues", queue);
		this.template.opsForList().leftPushAll("queue:" + queue, payloads);
	}

	private void fill(String queue, int size) {
		String[] payloads = new String[size];
		for (int i = 0; i < size; i++) {
			payloads[i] = job("jid" + i, i);
		}
		push(queue, payloads);
	}

	private void add(String set, String payload) {
		this.template.opsForZSet().add(set, payload, SCORE);
	}

	private void addBytes(String set, byte[] payload) {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.zSetCommands().zAdd(set.getBytes(StandardCharsets.UTF_8), SCORE, payload);
		}
	}

	private static String job(String jid, int argument) {
		return "{\"retry\":true,\"queue\":\"low\",\"class\":\"report\",\"args\":[%d],\"jid\":\"%s\",\"created_at\":1795208690378}"
			.formatted(argument, jid);
	}

	private static ThrowableAssertAlternative<ProblemException> assertThatProblem(int status,
			ThrowingCallable operation) {
		return assertThatExceptionOfType(ProblemException.class).isThrownBy(operation)
			.satisfies((ex) -> assertThat(ex.problem().status()).isEqualTo(status));
	}

	/**
	 * Somebody who has logged in.
	 */
	private record User(String name) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return () -> this.name;
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	}

}
