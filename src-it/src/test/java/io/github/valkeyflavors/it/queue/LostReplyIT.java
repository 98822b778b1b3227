package io.github.valkeyflavors.it.queue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.OutageMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A push whose reply was lost is repeated with the same jid, and the job is there once.
 */
@ValkeyServers
class LostReplyIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final int DATABASE = 3;

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private OutageApplication application;

	@BeforeEach
	void start() {
		this.server = this.servers.server("queue");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
		this.application = OutageApplication.start(this.proxy, OutageApplication.NO_WORKER);
		this.application.jobs().enqueue("buffer", "warm-up");
		this.server.commands(DATABASE).del("queue:default");
	}

	@AfterEach
	void stop() {
		this.server.heal();
		this.application.close();
		this.proxy.close();
	}

	@Test
	void landsOnceWhenReplyIsLostWithItsConnection() {
		this.proxy.resetReplyAfter(0);

		String jid = enqueue("a", OutageMode.BUFFER);

		assertThat(landed()).containsExactly(jid);
	}

	@Test
	void landsOnceWhenConnectionIsResetInMidReply() {
		this.proxy.resetReplyAfter(1);

		String jid = enqueue("a", OutageMode.BUFFER);

		assertThat(landed()).containsExactly(jid);
	}

	@Test
	void landsOnceWhenReplyOfJobForLaterIsLost() {
		this.proxy.resetReplyAfter(0);

		this.application.jobs()
			.with(JobOptions.NONE.in(Duration.ofHours(1)).outage(OutageMode.BUFFER))
			.enqueue("fail", "a");

		awaitEmptyBuffer();
		assertThat(this.server.commands(DATABASE).zcard("schedule")).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "BUFFER", "INLINE" })
	void landsOnceWhenReplyComesTooLate(OutageMode mode) {
		this.proxy.delay(Duration.ZERO, Duration.ofSeconds(1));
		List<String> jids = List.of(enqueue("a", mode), enqueue("b", mode));
		this.proxy.passThrough();

		assertThat(landed()).containsExactlyInAnyOrderElementsOf(jids);
		assertThat(this.application.runs()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "BUFFER", "INLINE" })
	void landsOnceWhenCommandComesTooLate(OutageMode mode) {
		this.proxy.delay(Duration.ofSeconds(1), Duration.ZERO);
		List<String> jids = List.of(enqueue("a", mode), enqueue("b", mode));
		this.proxy.passThrough();

		assertThat(landed()).containsExactlyInAnyOrderElementsOf(jids);
		assertThat(this.application.runs()).isEmpty();
	}

	@Test
	void landsOnceWhenFrozenServerCarriesOutWhatWasGivenUp() {
		this.server.freeze();
		List<String> jids = IntStream.range(0, 12).mapToObj((i) -> enqueue("job " + i, OutageMode.BUFFER)).toList();
		this.proxy.reset();
		this.server.thaw();

		assertThat(landed()).isEqualTo(jids);
	}

	@Test
	void landsOnceWhenServerRestartsWithItsData() {
		this.proxy.delay(Duration.ZERO, Duration.ofSeconds(20));
		List<String> jids = List.of(enqueue("a", OutageMode.BUFFER), enqueue("b", OutageMode.BUFFER));
		this.server.kill();
		this.proxy.passThrough();
		this.server.restart();

		assertThat(landed()).isEqualTo(jids);
	}

	@Test
	void landsOnceWhenManyArePushedTogether() {
		this.proxy.delay(Duration.ofMillis(300), Duration.ZERO);
		List<List<String>> arguments = IntStream.range(0, 2_500).mapToObj((i) -> List.of("job " + i)).toList();
		JobClient jobs = this.application.jobs().with(JobOptions.NONE.outage(OutageMode.BUFFER));
		List<String> jids = jobs.enqueueAll("fail", arguments);
		this.proxy.passThrough();

		assertThat(landed()).isEqualTo(jids);
	}

	@Test
	void forgetsJobsWhosePushWasAcknowledged() {
		for (int i = 0; i < 100; i++) {
			enqueue("job " + i, OutageMode.BUFFER);
		}

		assertThat(this.server.commands(DATABASE).zcard("valkey-flavors:pushed")).isOne();
	}

	@Test
	void leavesNoMarkOfJobsThatMayFail() {
		this.server.commands(DATABASE).del("valkey-flavors:pushed");

		this.application.jobs().enqueue("fail", "a");

		assertThat(this.server.keys(DATABASE)).containsExactly("queue:default", "queues");
	}

	private String enqueue(String name, OutageMode mode) {
		return this.application.jobs().with(JobOptions.NONE.outage(mode)).enqueue("inline", name);
	}

	// Oldest first
	private List<String> landed() {
		awaitEmptyBuffer();
		return new QueueState(this.server).jids("default");
	}

	// And until what was given up has arrived
	private void awaitEmptyBuffer() {
		await().pollDelay(Duration.ofMillis(1_500))
			.atMost(PATIENCE)
			.until(() -> this.application.buffer().jobs() == 0 && !this.application.breaker().isOpen());
	}

}
