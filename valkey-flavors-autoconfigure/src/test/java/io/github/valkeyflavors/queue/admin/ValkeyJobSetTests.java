package io.github.valkeyflavors.queue.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.JobSet.Found;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValkeyJobSetTests {

	private static final double SCORE = 1795208714.378123;

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private QueueFixture fixture;

	private StringRedisTemplate template;

	private JobQueues queues;

	@BeforeEach
	void connect() {
		this.fixture = new QueueFixture(server);
		this.template = this.fixture.template();
		this.queues = this.fixture.queues();
	}

	@Test
	void hasItsSize() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));

		assertThat(this.queues.retries().size()).isEqualTo(1);
		assertThat(this.queues.scheduled().size()).isZero();
	}

	@Test
	void returnsFirstDueFirst() {
		this.fixture.fill("schedule", 3, (i) -> String.valueOf(1795208714 - i), (i) -> QueueFixture.job("" + i));

		assertThat(jids(this.queues.scheduled().jobs(0, 2))).containsExactly("2", "1");
		assertThat(jids(this.queues.scheduled().jobs(2, 2))).containsExactly("0");
	}

	@Test
	void returnsLatestDeadFirst() {
		this.fixture.fill("dead", 3, (i) -> String.valueOf(1795208714 + i), (i) -> QueueFixture.job("" + i));

		assertThat(jids(this.queues.dead().jobs(0, 2))).containsExactly("2", "1");
		assertThat(jids(this.queues.dead().jobs(2, 2))).containsExactly("0");
	}

	@Test
	void pagesThroughTenThousandJobs() {
		this.fixture.fill("retry", 10_000, (i) -> String.valueOf(1795208714 + i),
				(i) -> QueueFixture.failed("" + i, 0));

		List<String> jids = IntStream.range(0, 10)
			.boxed()
			.flatMap((page) -> this.queues.retries().jobs(page * 1_000L, 1_000).stream())
			.map(JobEntry::jid)
			.toList();

		assertThat(jids).containsExactlyElementsOf(IntStream.range(0, 10_000).mapToObj(String::valueOf).toList());
	}

	@Test
	void returnsNothingFarBehindTheEnd() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));

		assertThat(this.queues.retries().jobs(Long.MAX_VALUE, 1_000)).isEmpty();
	}

	@Test
	void readsTimeFromScore() {
		this.fixture.add("schedule", SCORE, QueueFixture.job("a"));

		assertThat(this.queues.scheduled().jobs(0, 1)).extracting(JobEntry::at)
			.containsExactly(Instant.ofEpochSecond(1795208714, 378_123_000));
	}

	@Test
	void showsEntryWithoutEnd() {
		this.fixture.fill("schedule", 1, (i) -> "+inf", (i) -> QueueFixture.job("a"));

		JobEntry entry = this.queues.scheduled().jobs(0, 1).get(0);

		assertThat(entry.at()).isNull();
		assertThat(this.queues.scheduled().find("\"a\"", null).jobs()).containsExactly(entry);
		assertThat(this.queues.scheduled().delete(entry)).isTrue();
	}

	@Test
	void findsEveryJobInParts() {
		this.fixture.fill("retry", 5_000, (i) -> String.valueOf(1795208714 + i),
				(i) -> QueueFixture.failed("jid" + i + ((i % 10 == 0) ? "needle" : ""), 0));

		List<String> found = new ArrayList<>();
		Found part = this.queues.retries().find("needle", null);
		int parts = 1;
		while (part.next() != null) {
			found.addAll(jids(part.jobs()));
			part = this.queues.retries().find("needle", part.next());
			parts++;
		}
		found.addAll(jids(part.jobs()));

		assertThat(parts).isBetween(5, 10);
		assertThat(found)
			.containsOnlyOnceElementsOf(IntStream.range(0, 500).mapToObj((i) -> "jid" + (i * 10) + "needle").toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "?", "[a]", "[^b]", "\\\\", "a-b", "^", "ä€😀" })
	void takesTextLiterally(String text) {
		this.fixture.add("retry", SCORE, QueueFixture.failed("with " + text, 0));
		this.fixture.add("retry", SCORE, QueueFixture.failed("without a", 0));

		Found found = this.queues.retries().find(text, null);

		assertThat(found.jobs()).extracting(JobEntry::payload).containsExactly(QueueFixture.failed("with " + text, 0));
		assertThat(found.next()).isNull();
	}

	@Test
	void findsTimeOfJob() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));

		assertThat(this.queues.retries().find("\"a\"", null).jobs()).isEqualTo(this.queues.retries().jobs(0, 1));
	}

	@Test
	void refusesEmptyText() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.dead().find("", null))
			.withMessage("'text' must not be empty");
	}

	@Test
	void refusesPartThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.dead().find("a", "-1"))
			.withMessage("'part' must be null or what the last call returned, but is '-1'");
	}

	@Test
	void refusesPageOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.dead().jobs(0, 1_001));
	}

	@ParameterizedTest
	@ValueSource(doubles = { SCORE, 1795208714.3781233, 1795208714, 0, -5.25, 4102444800.000001 })
	void getsJobByWhatPageHasShown(double score) {
		this.fixture.add("retry", score, QueueFixture.failed("a", 0));
		this.fixture.add("retry", score, QueueFixture.failed("b", 0));

		for (JobEntry shown : this.queues.retries().jobs(0, 2)) {
			assertThat(this.queues.retries().get(shown.jid(), at(shown))).contains(shown);
		}
	}

	@Test
	void getsJobByTimeInMilliseconds() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));
		JobEntry shown = this.queues.retries().jobs(0, 1).get(0);

		assertThat(this.queues.retries().get("a", at(shown).truncatedTo(ChronoUnit.MILLIS))).contains(shown);
	}

	@Test
	void getsJobThatIsNextToTime() {
		this.fixture.add("retry", 1795208714.0005, QueueFixture.failed("a", 1));
		this.fixture.add("retry", 1795208714.0002, QueueFixture.failed("a", 0));

		assertThat(this.queues.retries().get("a", Instant.ofEpochSecond(1795208714)))
			.hasValueSatisfying((job) -> assertThat(job.retryCount()).isZero());
	}

	@Test
	void getsAllJobsAboutTime() {
		this.fixture.add("retry", 1795208714.0005, QueueFixture.failed("a", 1));
		this.fixture.add("retry", 1795208714.0002, QueueFixture.failed("a", 0));
		this.fixture.add("retry", 1795208714.0002, QueueFixture.failed("b", 0));
		this.fixture.add("retry", 1795208714.0022, QueueFixture.failed("a", 2));

		assertThat(this.queues.retries().getAll("a", Instant.ofEpochSecond(1795208714)))
			.extracting(JobEntry::retryCount)
			.containsExactly(0, 1);
	}

	@Test
	void getsJobAmongThousandsWithItsTime() {
		this.fixture.fill("schedule", 3_500, (i) -> "1795208714", (i) -> QueueFixture.job("jid" + i));

		for (String jid : List.of("jid0", "jid1", "jid999", "jid1000", "jid2500", "jid3499")) {
			assertThat(this.queues.scheduled().get(jid, Instant.ofEpochSecond(1795208714)))
				.hasValueSatisfying((job) -> assertThat(job.jid()).isEqualTo(jid));
		}
	}

	@Test
	void getsAllEntriesWithoutJid() {
		this.fixture.add("dead", SCORE, "not a job");
		this.fixture.add("dead", SCORE, "not a job either");
		List<JobEntry> shown = this.queues.dead().jobs(0, 2);

		assertThat(this.queues.dead().getAll("", at(shown.get(0)))).containsExactlyInAnyOrderElementsOf(shown);
	}

	@Test
	void getsNothingAtOtherTime() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));

		assertThat(this.queues.retries().get("a", Instant.ofEpochSecond(1795208714))).isEmpty();
	}

	@Test
	void getsNothingByPartOfJid() {
		this.fixture.add("retry", 1795208714, QueueFixture.failed("abc", 0));

		assertThat(this.queues.retries().get("ab", Instant.ofEpochSecond(1795208714))).isEmpty();
	}

	@Test
	void deletesJob() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));
		JobEntry job = this.queues.retries().jobs(0, 1).get(0);

		assertThat(this.queues.retries().delete(job)).isTrue();
		assertThat(this.queues.retries().delete(job)).isFalse();
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void oneOfTwoDeletesIsTrue() throws Exception {
		this.fixture.fill("retry", 200, String::valueOf, (i) -> QueueFixture.failed("" + i, 0));

		onlyOneIsTrue((job) -> this.queues.retries().delete(job), (job) -> this.queues.retries().delete(job));
	}

	@Test
	void jobIsEitherEnqueuedOrKilled() throws Exception {
		this.fixture.fill("retry", 200, (i) -> "1795208714", (i) -> QueueFixture.failed("" + i, 0));

		onlyOneIsTrue((job) -> this.queues.retries().enqueue(job), (job) -> this.queues.retries().kill(job));

		assertThat(this.queues.queue("low").size() + this.queues.dead().size()).isEqualTo(200);
	}

	@Test
	void enqueuesScheduledJob() {
		this.fixture.add("schedule", SCORE, QueueFixture.job("a"));

		assertThat(this.queues.scheduled().enqueue(this.queues.scheduled().jobs(0, 1).get(0))).isTrue();

		assertThat(this.fixture.waiting("low"))
			.containsExactly(QueueFixture.job("a").replace("}", ",\"enqueued_at\":1795208700000}"));
		assertThat(this.template.opsForSet().members("queues")).containsExactly("low");
		assertThat(this.template.hasKey("schedule")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "retry", "dead" })
	void enqueuesFailedJobWithOneRetryLess(String set) {
		this.fixture.add(set, SCORE, QueueFixture.failed("a", 3));
		JobSet jobs = "dead".equals(set) ? this.queues.dead() : this.queues.retries();

		assertThat(jobs.enqueue(jobs.jobs(0, 1).get(0))).isTrue();

		assertThat(this.fixture.waiting("low")).containsExactly(
				QueueFixture.failed("a", 2).replace("\"enqueued_at\":1795208690378", "\"enqueued_at\":1795208700000"));
	}

	@Test
	void leavesRetriesOfScheduledJobAlone() {
		this.fixture.add("schedule", SCORE, QueueFixture.failed("a", 3));

		this.queues.scheduled().enqueue(this.queues.scheduled().jobs(0, 1).get(0));

		assertThat(this.fixture.waiting("low")).singleElement().asString().contains("\"retry_count\":3");
	}

	@Test
	void forgetsRecoveriesOfEnqueuedJob() {
		this.fixture.add("dead", SCORE, "{\"class\":\"a\",\"args\":[],\"recovery_count\":4}");

		this.queues.dead().enqueue(this.queues.dead().jobs(0, 1).get(0));

		assertThat(this.fixture.waiting("default"))
			.containsExactly("{\"class\":\"a\",\"args\":[],\"recovery_count\":0,\"enqueued_at\":1795208700000}");
	}

	@Test
	void keepsWhatItDoesNotKnowOfEnqueuedJob() {
		String payload = "{\"bid\":null,\"class\":\"a\",\"args\":[1208925819614629174706176,1e+20,1.50],\"queue\":\"low\",\"cattr\":{\"n\":\"ä€😀\"},\"enqueued_at\":1}";
		this.fixture.add("retry", SCORE, payload);

		this.queues.retries().enqueue(this.queues.retries().jobs(0, 1).get(0));

		assertThat(this.fixture.waiting("low"))
			.containsExactly(payload.replace("\"enqueued_at\":1}", "\"enqueued_at\":1795208700000}"));
	}

	@Test
	void doesNotEnqueueJobThatIsGone() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 0));
		JobEntry job = this.queues.retries().jobs(0, 1).get(0);
		this.template.delete("retry");

		assertThat(this.queues.retries().enqueue(job)).isFalse();
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void doesNotEnqueueEntryThatIsNoJob() {
		this.fixture.add("retry", SCORE, "[1]");
		JobEntry entry = this.queues.retries().jobs(0, 1).get(0);

		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.retries().enqueue(entry))
			.withMessage("An entry of 'retry' that is no job can be deleted, but not enqueued: Not a JSON object");
		assertThat(this.queues.retries().delete(entry)).isTrue();
	}

	@Test
	void killsJobAsItIs() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 3));

		assertThat(this.queues.retries().kill(this.queues.retries().jobs(0, 1).get(0))).isTrue();

		assertThat(this.template.hasKey("retry")).isFalse();
		assertThat(this.template.opsForZSet().range("dead", 0, -1)).containsExactly(QueueFixture.failed("a", 3));
		assertThat(this.template.opsForZSet().score("dead", QueueFixture.failed("a", 3))).isEqualTo(1795208700d);
	}

	@Test
	void killsEntryThatIsNoJob() {
		this.fixture.add("schedule", SCORE, "garbage");

		assertThat(this.queues.scheduled().kill(this.queues.scheduled().jobs(0, 1).get(0))).isTrue();
		assertThat(this.queues.dead().jobs(0, 1)).extracting(JobEntry::type).containsExactly("?");
	}

	@Test
	void trimsDeadSetToTenThousand() {
		this.fixture.fill("dead", 10_000, (i) -> String.valueOf(1795200000 + i / 10), String::valueOf);
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 3));

		this.queues.retries().kill(this.queues.retries().jobs(0, 1).get(0));

		assertThat(this.queues.dead().size()).isEqualTo(10_000);
		assertThat(this.queues.dead().jobs(0, 1)).extracting(JobEntry::jid).containsExactly("a");
	}

	@Test
	void trimsDeadSetTo180Days() {
		double limit = 1795208700 - 180 * 86_400;
		this.fixture.add("dead", limit - 1, QueueFixture.failed("too old", 0));
		this.fixture.add("dead", limit + 1, QueueFixture.failed("old", 0));
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 3));

		this.queues.retries().kill(this.queues.retries().jobs(0, 1).get(0));

		assertThat(jids(this.queues.dead().jobs(0, 10))).containsExactly("a", "old");
	}

	@Test
	void deadJobStaysAsItIsWhenKilled() {
		this.fixture.add("dead", SCORE, QueueFixture.failed("a", 3));
		List<JobEntry> before = this.queues.dead().jobs(0, 10);

		assertThat(this.queues.dead().kill(before.get(0))).isTrue();
		assertThat(this.queues.dead().jobs(0, 10)).isEqualTo(before);
	}

	@Test
	void doesNotKillJobThatIsGone() {
		this.fixture.add("retry", SCORE, QueueFixture.failed("a", 3));
		JobEntry job = this.queues.retries().jobs(0, 1).get(0);
		this.template.delete("retry");

		assertThat(this.queues.retries().kill(job)).isFalse();
		assertThat(this.queues.dead().kill(job)).isFalse();
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void fullServerCanBeEmptied() {
		this.fixture.fill("retry", 3, String::valueOf, (i) -> QueueFixture.failed("" + i, 0));
		List<JobEntry> jobs = this.queues.retries().jobs(0, 3);

		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", "1");
			try {
				assertThat(this.queues.retries().enqueue(jobs.get(0))).isTrue();
				assertThat(this.queues.retries().kill(jobs.get(1))).isTrue();
				assertThat(this.queues.retries().clear()).isEqualTo(1);
			}
			finally {
				connection.serverCommands().setConfig("maxmemory", "0");
			}
		}
	}

	@Test
	void clearsItself() {
		this.fixture.fill("retry", 3, String::valueOf, (i) -> QueueFixture.failed("" + i, 0));

		assertThat(this.queues.retries().clear()).isEqualTo(3);
		assertThat(this.queues.retries().clear()).isZero();
		assertThat(this.template.keys("*")).isEmpty();
	}

	private void onlyOneIsTrue(Function<JobEntry, Boolean> one, Function<JobEntry, Boolean> other) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (JobEntry job : this.queues.retries().jobs(0, 1_000)) {
				List<Callable<Boolean>> both = List.of(() -> one.apply(job), () -> other.apply(job));
				List<Future<Boolean>> results = threads.invokeAll(both, 10, TimeUnit.SECONDS);

				assertThat(results.get(0).get() ^ results.get(1).get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Instant at(JobEntry job) {
		return Objects.requireNonNull(job.at());
	}

	private static List<String> jids(List<JobEntry> jobs) {
		return jobs.stream().map(JobEntry::jid).toList();
	}

}
