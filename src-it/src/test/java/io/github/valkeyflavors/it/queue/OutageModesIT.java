package io.github.valkeyflavors.it.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.queue.OutageApplication.Run;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.OutageMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a job that is enqueued while the queue server is away, frozen or full:
 * what its type, or the call, says.
 */
@ValkeyServers
class OutageModesIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	// The push timeout of 250 ms, twice because the server may ask for a script's text
	private static final Duration PUSH = Duration.ofMillis(900);

	private static final Duration AT_ONCE = Duration.ofMillis(100);

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private OutageApplication application;

	@BeforeEach
	void start() {
		this.server = this.servers.server("queue");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
		this.application = OutageApplication.start(this.proxy);
		enqueue("fail", "warm-up");
		enqueue("buffer", "warm-up");
		await().atMost(PATIENCE).until(() -> this.application.runs().size() == 2);
	}

	@AfterEach
	void stop() {
		this.server.heal();
		this.application.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void failsByType(Fault fault) {
		begin(fault);

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> enqueue("fail", "a"));
	}

	@ParameterizedTest
	@EnumSource
	void failsByCall(Fault fault) {
		begin(fault);

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> enqueue("buffer", "a", OutageMode.FAIL));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> enqueue("inline", "a", OutageMode.FAIL));
	}

	@ParameterizedTest
	@EnumSource
	void runsInlineByType(Fault fault) {
		begin(fault);

		enqueue("inline", "a");

		assertThat(this.application.runs()).contains(new Run("a", Thread.currentThread().getName()));
		assertThat(afterTheEnd()).containsOnlyOnce("a");
	}

	@ParameterizedTest
	@EnumSource
	void runsInlineByCall(Fault fault) {
		begin(fault);

		enqueue("inline", "a", OutageMode.INLINE);

		assertThat(this.application.runs()).contains(new Run("a", Thread.currentThread().getName()));
		assertThat(afterTheEnd()).containsOnlyOnce("a");
	}

	@ParameterizedTest
	@EnumSource
	void buffersByType(Fault fault) {
		begin(fault);

		List<String> names = IntStream.range(0, 20).mapToObj((i) -> "job " + i).toList();
		names.forEach((name) -> enqueue("buffer", name));

		assertThat(this.application.names()).doesNotContainAnyElementsOf(names);
		assertThat(afterTheEnd()).containsSubsequence(names).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void buffersByCall(Fault fault) {
		begin(fault);

		enqueue("fail", "a", OutageMode.BUFFER);
		enqueue("inline", "b", OutageMode.BUFFER);

		assertThat(this.application.names()).doesNotContain("a", "b");
		assertThat(afterTheEnd()).containsSubsequence("a", "b").doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void buffersJobForLaterThatMayRunInline(Fault fault) {
		begin(fault);

		this.application.jobs().enqueueIn(Duration.ofSeconds(1), "inline", "a");

		assertThat(this.application.names()).doesNotContain("a");
		assertThat(afterTheEnd()).containsOnlyOnce("a");
	}

	@Test
	void failsAtOnceWhileBreakerIsOpen() {
		begin(Fault.FROZEN);

		Duration taken = time(() -> assertThatExceptionOfType(FlavorUnavailableException.class)
			.isThrownBy(() -> enqueue("fail", "a")));

		assertThat(taken).isLessThan(AT_ONCE);
	}

	@Test
	void buffersAtOnceWhileBreakerIsOpen() {
		begin(Fault.FROZEN);

		assertThat(time(() -> enqueue("buffer", "a"))).isLessThan(AT_ONCE);
	}

	@Test
	void waitsNoLongerThanForPushTimeoutWhileBreakerIsClosed() {
		this.server.freeze();

		assertThat(time(() -> enqueue("buffer", "a"))).isLessThan(PUSH);
		assertThat(time(() -> enqueue("inline", "b"))).isLessThan(PUSH);

		this.server.thaw();
		assertThat(afterAll("a", "b")).containsOnlyOnce("a", "b").doesNotHaveDuplicates();
	}

	@Test
	void keepsOrderOfEachQueueWhileBufferIsDrained() {
		this.application.close();
		this.application = OutageApplication.start(this.proxy, OutageApplication.NO_WORKER);
		begin(Fault.FROZEN);
		List<String> jids = new ArrayList<>();
		List<String> others = new ArrayList<>();
		for (int i = 0; i < 2_000; i++) {
			jids.add(this.application.jobs().enqueue("buffer", "job " + i));
			others.add(this.application.jobs().enqueue("other", "other " + i));
			if (i == 500) {
				this.server.thaw();
			}
		}

		await().atMost(PATIENCE).until(() -> this.application.buffer().jobs() == 0);
		QueueState state = new QueueState(this.server);
		assertThat(state.jids("default")).filteredOn(jids::contains).isEqualTo(jids);
		assertThat(state.jids("other")).isEqualTo(others);
	}

	private void begin(Fault fault) {
		switch (fault) {
			case FROZEN -> this.server.freeze();
			case KILLED -> this.server.kill();
			case FULL -> this.server.fill();
		}
		if (fault != Fault.FULL) {
			await().atMost(PATIENCE).until(() -> {
				enqueue("buffer", "probe");
				return this.application.breaker().isOpen();
			});
		}
	}

	private List<String> afterTheEnd() {
		this.server.heal();
		enqueue("buffer", "last", OutageMode.BUFFER);
		return afterAll("last");
	}

	// Without what began the outage
	private List<String> afterAll(String... names) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.application.names()).contains(names));
		await().atMost(PATIENCE).until(() -> this.application.buffer().jobs() == 0);
		await().pollDelay(Duration.ofMillis(1_200))
			.atMost(PATIENCE)
			.until(() -> new QueueState(this.server).unfinished().isEmpty());
		return this.application.names()
			.stream()
			.filter((name) -> !name.equals("warm-up") && !name.equals("probe"))
			.toList();
	}

	private void enqueue(String type, String name) {
		this.application.jobs().enqueue(type, name);
	}

	private void enqueue(String type, String name, OutageMode mode) {
		JobClient jobs = this.application.jobs().with(JobOptions.NONE.outage(mode));
		jobs.enqueue(type, name);
	}

	private static Duration time(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * What happens to the server.
	 */
	enum Fault {

		FROZEN, KILLED, FULL

	}

}
