package io.github.valkeyflavors.outage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.RedisConnectionFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FlavorBreaker}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FlavorBreakerTests {

	private static final Duration FAST = Duration.ofMillis(1);

	private final RedisCommandTimeoutException timeout = new RedisCommandTimeoutException("Command timed out");

	private final RedisCommandExecutionException oom = new RedisCommandExecutionException(
			"OOM command not allowed when used memory > 'maxmemory'.");

	private final AtomicLong nanos = new AtomicLong();

	private final CountDownLatch serverBack = new CountDownLatch(1);

	private volatile Function<OutageReason, RuntimeException> failures = (reason) -> new FlavorUnavailableException(
			"cache", reason);

	private final Queue<OutageReason> probed = new ConcurrentLinkedQueue<>();

	private final FlavorBreaker breaker = breaker(true);

	private FlavorBreaker breaker(boolean enabled) {
		BreakerSettings settings = new BreakerSettings(enabled, 10, 5, 50, 80, Duration.ofMillis(100),
				Duration.ofMillis(20));
		return new FlavorBreaker("cache", "redis://localhost:6379", settings, this::probe, this.nanos::get);
	}

	private void probe(OutageReason reason) {
		this.probed.add(reason);
		if (this.serverBack.getCount() > 0) {
			throw this.failures.apply(reason);
		}
	}

	@AfterEach
	void close() {
		this.breaker.close();
	}

	@Test
	void isClosedAtFirst() {
		assertThatNoException().isThrownBy(this.breaker::check);
	}

	@Test
	void staysClosedWhileMostCommandsSucceed() {
		for (int i = 0; i < 20; i++) {
			this.breaker.commandSucceeded("GET", FAST);
		}
		this.breaker.commandFailed("GET", this.timeout);
		this.breaker.commandFailed("GET", this.timeout);

		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void opensWhenHalfOfTheCommandsTimeOut() {
		timeOutFiveTimes();

		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void opensWhenMostCommandsAreSlow() {
		for (int i = 0; i < 5; i++) {
			this.breaker.commandSucceeded("GET", Duration.ofMillis(150));
		}

		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void opensAtOnceWhenServerCannotBeReached() {
		this.breaker.commandFailed("GET", new RedisException("Connection refused"));

		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void staysClosedWhenOneConnectionIsBeingMadeAgain() {
		this.breaker.commandFailed("GET", new RedisException("Currently not connected. Commands are rejected."));

		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void staysClosedWhenServerAnswersWithAnError() {
		for (int i = 0; i < 20; i++) {
			this.breaker.commandFailed("INCR", new RedisCommandExecutionException("WRONGTYPE Operation against a key"));
		}

		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void staysClosedWhenServerIsFull() {
		for (int i = 0; i < 20; i++) {
			this.breaker.commandFailed("SET", this.oom);
		}

		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void rejectsWithTheReasonWhileOpen() {
		this.breaker.commandFailed("GET", new RedisException("READONLY You can't write against a read only replica."));

		assertThatExceptionOfType(FlavorUnavailableException.class).isThrownBy(this.breaker::check)
			.withMessage("Flavor 'cache' is out of service: its server is a replica and takes no changes")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(OutageReason.READ_ONLY));
	}

	@Test
	void staysClosedWhenDisabled() {
		try (FlavorBreaker disabled = breaker(false)) {
			for (int i = 0; i < 20; i++) {
				disabled.commandFailed("GET", this.timeout);
				disabled.commandFailed("GET", new RedisException("Connection refused"));
			}

			assertThat(disabled.isOpen()).isFalse();
		}
	}

	@Test
	void closesWhenProbeSucceeds() {
		timeOutFiveTimes();

		this.serverBack.countDown();

		await().atMost(Duration.ofSeconds(5)).until(() -> !this.breaker.isOpen());
	}

	@Test
	void staysOpenWhileProbeFails() {
		timeOutFiveTimes();

		await().atMost(Duration.ofSeconds(5)).until(() -> this.probed.size() > 3);

		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void startsAnewAfterClosing() {
		timeOutFiveTimes();
		this.serverBack.countDown();
		await().atMost(Duration.ofSeconds(5)).until(() -> !this.breaker.isOpen());

		this.breaker.commandFailed("GET", this.timeout);

		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void makesGoodWhatWasMissedBeforeItCloses() {
		List<String> order = new ArrayList<>();
		Queue<String> missed = new ArrayDeque<>();
		this.breaker.addRecovery(new Missed(missed, order));
		this.breaker.addListener(new BreakerListener() {

			@Override
			public void closed(FlavorBreaker breaker, Outage outage) {
				order.add("closed");
			}

		});

		this.breaker.open(this.timeout, () -> missed.add("evict"));
		this.serverBack.countDown();

		await().atMost(Duration.ofSeconds(5)).until(() -> order.contains("closed"));
		assertThat(order).containsExactly("evict", "closed");
	}

	@Test
	void makesGoodWhatIsMissedWhileItRecovers() {
		List<String> order = new ArrayList<>();
		Queue<String> missed = new ConcurrentLinkedQueue<>();
		Missed recovery = new Missed(missed, order);
		this.breaker.addRecovery(recovery);
		this.breaker.addRecovery(new Recovery() {

			private boolean done;

			@Override
			public void recover() {
				if (!this.done) {
					this.done = FlavorBreakerTests.this.breaker.ifOpen(() -> missed.add("late"));
				}
			}

			@Override
			public boolean isComplete() {
				return true;
			}

		});

		this.breaker.open(this.timeout, () -> missed.add("early"));
		this.serverBack.countDown();

		await().atMost(Duration.ofSeconds(5)).until(() -> !this.breaker.isOpen());
		assertThat(order).containsExactly("early", "late");
	}

	@Test
	void remembersNothingOnceClosed() {
		assertThat(this.breaker.ifOpen(() -> {
		})).isFalse();
	}

	@Test
	void staysOpenWhenRecoveryFails() {
		Queue<String> attempts = new ConcurrentLinkedQueue<>();
		this.breaker.addRecovery(new Recovery() {

			@Override
			public void recover() {
				attempts.add("attempt");
				throw new RedisConnectionFailureException("Connection reset");
			}

			@Override
			public boolean isComplete() {
				return false;
			}

		});

		this.breaker.open(this.timeout, () -> {
		});
		this.serverBack.countDown();

		await().atMost(Duration.ofSeconds(5)).until(() -> attempts.size() > 2);
		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void namesTheNewReasonWhenItChanges() {
		this.failures = (reason) -> new RedisConnectionFailureException("Unable to connect", this.timeout);

		this.breaker.commandFailed("GET", new RedisException("LOADING Valkey is loading the dataset in memory"));

		await().atMost(Duration.ofSeconds(5)).until(() -> this.probed.contains(OutageReason.TIMEOUT));

		assertThat(this.probed).first().isEqualTo(OutageReason.LOADING);
	}

	@Test
	void tellsListenersOfFailedOperations() {
		List<String> told = new ArrayList<>();
		this.breaker.addListener(new BreakerListener() {

			@Override
			public void failed(FlavorBreaker breaker, String operation, OutageReason reason) {
				told.add(breaker.flavor() + " " + operation + " " + reason.tag());
			}

		});

		this.breaker.failed("get", new FlavorUnavailableException("cache", OutageReason.TOO_MANY_CLIENTS));

		assertThat(told).containsExactly("cache get too-many-clients");
	}

	@Test
	void isNotCoveredByNothing() {
		assertThat(this.breaker.isCovered()).isFalse();
	}

	@Test
	void isCoveredWhileAllCoversHold() {
		this.breaker.addCover(() -> true);
		this.breaker.addCover(() -> true);

		assertThat(this.breaker.isCovered()).isTrue();
	}

	@Test
	void isNotCoveredWhileOneCoverDoesNotHold() {
		this.breaker.addCover(() -> true);
		this.breaker.addCover(() -> false);

		assertThat(this.breaker.isCovered()).isFalse();
	}

	@Test
	void isFullFromTheFirstRefusedWrite() {
		this.breaker.commandFailed("SET", this.oom);

		assertThat(this.breaker.isFull()).isTrue();
	}

	@Test
	void saysThatWritesAreRefusedForWantOfReplicas(CapturedOutput output) {
		this.breaker.commandFailed("SET",
				new RedisCommandExecutionException("NOREPLICAS Not enough good replicas to write."));

		assertThat(this.breaker.refusal()).isEqualTo(OutageReason.TOO_FEW_REPLICAS);
		assertThat(this.breaker.isFull()).isFalse();
		assertThat(output).contains("has too few replicas to take changes");
	}

	@Test
	void takesWritesAgain(CapturedOutput output) {
		this.breaker.commandFailed("SET",
				new RedisCommandExecutionException("NOREPLICAS Not enough good replicas to write."));
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));

		this.breaker.commandSucceeded("SET", FAST);

		assertThat(this.breaker.refusal()).isNull();
		assertThat(output).contains("takes changes again");
	}

	@Test
	void isFullUntilWritesSucceedForAWhile() {
		this.breaker.commandFailed("SET", this.oom);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));

		this.breaker.commandSucceeded("SET", FAST);

		assertThat(this.breaker.isFull()).isFalse();
	}

	@Test
	void staysFullWhileScriptsSucceedThatMayOnlyRead() {
		this.breaker.commandFailed("EVALSHA", this.oom);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));

		this.breaker.commandSucceeded("EVALSHA", FAST);

		assertThat(this.breaker.isFull()).isTrue();
	}

	@Test
	void probesAgainAfterAnError() {
		this.failures = (reason) -> {
			this.failures = (next) -> new FlavorUnavailableException("cache", next);
			throw new NoClassDefFoundError("missing");
		};
		timeOutFiveTimes();

		this.serverBack.countDown();

		await().atMost(Duration.ofSeconds(5)).until(() -> !this.breaker.isOpen());
	}

	@Test
	void staysFullWhileOnlyReadsSucceed() {
		this.breaker.commandFailed("SET", this.oom);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));

		this.breaker.commandSucceeded("GET", FAST);

		assertThat(this.breaker.isFull()).isTrue();
	}

	private void timeOutFiveTimes() {
		for (int i = 0; i < 5; i++) {
			this.breaker.commandFailed("GET", this.timeout);
		}
	}

	private record Missed(Queue<String> missed, List<String> madeGood) implements Recovery {

		@Override
		public void recover() {
			for (String next = this.missed.poll(); next != null; next = this.missed.poll()) {
				this.madeGood.add(next);
			}
		}

		@Override
		public boolean isComplete() {
			return this.missed.isEmpty();
		}

	}

}
