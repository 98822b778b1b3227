package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.ops.memory.MemoryAuditRun.State;
import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for how a {@link MemoryAudit} runs, on a real server.
 */
class MemoryAuditRunTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final MemoryAuditRequest REQUEST = MemoryAuditRequest.defaults().withDatabases(List.of("cache"));

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final Audits audits = new Audits(server);

	@BeforeEach
	void fill() {
		this.audits.script("""
				redis.call('SELECT', 4)
				for i = 1, 5000 do redis.call('SET', 'product:' .. i, 'x') end
				return 1
				""");
	}

	@Test
	void takesAsLongAsTheKeysPerSecondSay() {
		AtomicLong now = new AtomicLong();
		Tools tools = new Tools(InstantSource.system(), now::get, (run, nanos) -> now.addAndGet(nanos),
				() -> new SplittableRandom(1));

		this.audits.use(tools, (audit, fill) -> {
			MemoryReport report = audit.run(REQUEST.withPace(500, 0.5));

			assertThat(report.duration()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_200));
		});
	}

	@Test
	void takesSoLongThatTheServersShareIsKept() {
		AtomicLong now = new AtomicLong();
		Tools tools = new Tools(InstantSource.system(), () -> now.addAndGet(1_000_000),
				(run, nanos) -> now.addAndGet(nanos), () -> new SplittableRandom(1));

		this.audits.use(tools, (audit, fill) -> {
			MemoryReport report = audit.run(REQUEST.withPace(1_000_000, 0.05));

			assertThat(report.servers().get(0).serverShare()).isLessThanOrEqualTo(0.05);
		});
	}

	@Test
	void keyThatVanishesMeanwhileTakesNothing() {
		AtomicInteger pauses = new AtomicInteger();
		Tools tools = Audits.tools((run, nanos) -> {
			if (pauses.getAndIncrement() == 0) {
				this.audits.script("""
						redis.call('SELECT', 4)
						for i = 1, 5000 do redis.call('DEL', 'product:' .. i) end
						return 1
						""");
			}
		});

		this.audits.use(tools, (audit, fill) -> {
			DatabaseMemory cache = audit.run(REQUEST.withPace(1_000_000, 0.01)).databases().get(0);

			assertThat(cache.vanished()).isPositive().isEqualTo(cache.measured());
			assertThat(cache.bytes()).isEqualTo(Estimate.ZERO);
			assertThat(cache.unknown()).isEmpty();
		});
	}

	@Test
	void cancelledRunReportsAPart() {
		this.audits.use(Audits.tools((run, nanos) -> run.cancel()), (audit, fill) -> {
			MemoryAuditRun run = audit.start(REQUEST);

			assertThat(run.await(PATIENCE)).isTrue();
			assertThat(run.state()).isEqualTo(State.CANCELLED);
			assertThat(run.report()).isNotNull().satisfies((report) -> {
				assertThat(report.complete()).isFalse();
				assertThat(report.databases().get(0).seen()).isBetween(1000L, 1100L);
				assertThat(report.databases().get(0).keys()).isEqualTo(5000);
				assertThat(report.databases().get(0).unknown()).singleElement().asString().contains("cancelled");
			});
		});
	}

	@Test
	void cancelEndsAPauseAtOnce() {
		this.audits.use(Tools.standard(InstantSource.system()), (audit, fill) -> {
			MemoryAuditRun run = audit.start(REQUEST.withPace(1, 0.5));

			assertThat(run.cancel()).isTrue();
			assertThat(run.await(PATIENCE)).isTrue();
			assertThat(run.cancel()).isFalse();
		});
	}

	@Test
	void oneServerIsAuditedOnceAtATime() {
		CountDownLatch resumed = new CountDownLatch(1);
		this.audits.use(Audits.tools((run, nanos) -> resumed.await()), (audit, fill) -> {
			MemoryAuditRun run = audit.start(REQUEST);

			assertThat(audit.runs()).containsExactly(run);
			assertThatExceptionOfType(MemoryAuditInProgressException.class)
				.isThrownBy(() -> audit.start(MemoryAuditRequest.defaults().withFlavors(List.of("queue"))))
				.withMessageContaining("127.0.0.1:" + server.port());

			resumed.countDown();
			assertThat(run.await(PATIENCE)).isTrue();
			assertThat(audit.runs()).isEmpty();
		});
	}

	@Test
	void keepsTheLastReport() {
		this.audits.use(Audits.FAST, (audit, fill) -> {
			assertThat(audit.last()).isNull();

			MemoryReport cache = audit.run(REQUEST);
			MemoryReport queue = audit.run(MemoryAuditRequest.defaults().withFlavors(List.of("queue")));

			assertThat(audit.last()).isSameAs(queue);
			assertThat(audit.last("cache")).isSameAs(cache);
			assertThat(audit.last("sessions")).isNull();
		});
	}

	@Test
	void looksAtAllDatabasesOfAFlavor() {
		this.audits.use(Audits.FAST, (audit,
				fill) -> assertThat(audit.run(MemoryAuditRequest.defaults().withFlavors(List.of("cache"))).databases())
					.extracting(DatabaseMemory::database)
					.containsExactly("geocoder", "cable", "cache", "api-cache", "rate-limits"));
	}

	@Test
	void looksAtAllDatabasesUnlessToldOtherwise() {
		this.audits.use(Audits.FAST,
				(audit, fill) -> assertThat(audit.run(MemoryAuditRequest.defaults()).databases()).hasSize(8));
	}

	@Test
	void tellsHowFarItIs() {
		this.audits.use(Audits.FAST, (audit, fill) -> {
			MemoryAuditRun run = audit.start(REQUEST);

			assertThat(run.await(PATIENCE)).isTrue();
			assertThat(run.state()).isEqualTo(State.COMPLETED);
			assertThat(run.progress()).isEqualTo(new MemoryAuditRun.Progress("cache", 5000, 5000, 5000));
		});
	}

	@Test
	void refusesUnknownNames() {
		this.audits.use(Audits.FAST, (audit, fill) -> {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> audit.start(MemoryAuditRequest.defaults().withFlavors(List.of("nosuch"))))
				.withMessageStartingWith("There is no flavor 'nosuch'; there are ");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> audit.start(MemoryAuditRequest.defaults().withDatabases(List.of("nosuch"))))
				.withMessageStartingWith("There is no logical database 'nosuch'; there are ");
		});
	}

	@Test
	void closeEndsRunsAndRefusesNewOnes() {
		CountDownLatch never = new CountDownLatch(1);
		this.audits.use(Audits.tools((run, nanos) -> never.await()), (audit, fill) -> {
			MemoryAuditRun run = audit.start(REQUEST);

			audit.close();

			assertThat(run.state()).isEqualTo(State.CANCELLED);
			assertThatIllegalStateException().isThrownBy(() -> audit.start(REQUEST));
		});
	}

	@Test
	void serverThatIsAwayIsUnknown() {
		this.audits.use(Audits.FAST, (audit, fill) -> {
			server.stop();

			MemoryReport report = audit.run(REQUEST);

			assertThat(report.complete()).isTrue();
			assertThat(report.databases().get(0).unknown()).containsExactly("The server cannot be reached");
			assertThat(report.databases().get(0).bytes()).isNull();
		});
	}

}
