package io.github.valkeyflavors.queue.outage;

import java.io.IOException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;

import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;

class PushFailureTests {

	@Test
	void mayHaveLandedWhenServerDidNotAnswer() {
		PushFailure failure = PushFailure
			.of(new QueryTimeoutException("timeout", new RedisCommandTimeoutException("timeout")));

		assertThat(failure.mayHaveLanded()).isTrue();
		assertThat(failure.isRefusal()).isFalse();
		assertThat(failure.isHopeless()).isFalse();
	}

	@Test
	void mayHaveLandedWhenConnectionBroke() {
		assertThat(PushFailure.of(new RedisSystemException("broken", new IOException("Connection reset by peer")))
			.mayHaveLanded()).isTrue();
	}

	@Test
	void hasNotLandedWhileBreakerIsOpen() {
		assertThat(PushFailure.of(new FlavorUnavailableException("queue", OutageReason.TIMEOUT)).mayHaveLanded())
			.isFalse();
	}

	@Test
	void hasNotLandedWithoutConnection() {
		assertThat(PushFailure
			.of(new RedisSystemException("no", new RedisException("Currently not connected. Commands are rejected.")))
			.mayHaveLanded()).isFalse();
	}

	@Test
	void hasNotLandedWhenServerIsFull() {
		PushFailure failure = answer("OOM command not allowed when used memory > 'maxmemory'.");

		assertThat(failure.mayHaveLanded()).isFalse();
		assertThat(failure.isRefusal()).isTrue();
		assertThat(failure.isMistake()).isFalse();
	}

	@Test
	void isNoRefusalWhileServerLoads() {
		PushFailure failure = PushFailure.of(new RedisSystemException("no", new RedisLoadingException("LOADING x")));

		assertThat(failure.mayHaveLanded()).isFalse();
		assertThat(failure.isRefusal()).isFalse();
	}

	@Test
	void isMistakeWithoutPermissionAndMayStillBeAllowed() {
		PushFailure failure = answer("NOPERM User queue has no permissions to run the 'zadd' command");

		assertThat(failure.isMistake()).isTrue();
		assertThat(failure.isHopeless()).isFalse();
	}

	@Test
	void isHopelessWhenKeyIsNoList() {
		assertThat(answer("WRONGTYPE Operation against a key holding the wrong kind of value").isHopeless()).isTrue();
	}

	private static PushFailure answer(String message) {
		return PushFailure.of(new RedisSystemException("no", new RedisCommandExecutionException(message)));
	}

}
