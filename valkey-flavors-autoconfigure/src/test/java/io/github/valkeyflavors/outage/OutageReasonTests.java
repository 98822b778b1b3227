package io.github.valkeyflavors.outage;

import java.net.UnknownHostException;
import java.util.Arrays;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutageReason}.
 */
class OutageReasonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					OOM command not allowed when used memory > 'maxmemory'.          | FULL
					READONLY You can't write against a read only replica.           | READ_ONLY
					MASTERDOWN Link with MASTER is down                             | READ_ONLY
					LOADING Valkey is loading the dataset in memory                 | LOADING
					WRONGPASS invalid username-password pair or user is disabled.   | WRONG_PASSWORD
					NOAUTH Authentication required.                                 | WRONG_PASSWORD
					NOPERM User cache has no permissions to run the 'set' command   | FORBIDDEN
					ERR max number of clients reached                               | TOO_MANY_CLIENTS
					ERR ACL failure in script: User cache has no permissions to run the 'llen' command script: 8c, on @user_script:1. | FORBIDDEN
					CLUSTERDOWN The cluster is down                                 | CLUSTER_DOWN
					BUSY Valkey is busy running a script.                           | BUSY
					NOREPLICAS Not enough good replicas to write.                   | TOO_FEW_REPLICAS
					MISCONF Valkey is configured to save RDB snapshots              | DISK
					WRONGTYPE Operation against a key holding the wrong kind        | OTHER
					ERR unknown command 'FOO'                                       | OTHER
					ERR the tenant is loading data script: 1f, on @user_script:1.   | OTHER
					READONLY You can't write against a read only replica. script: 1 | READ_ONLY
					ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed when used memory > 'maxmemory'. | FULL
					""")
	void isToldFromTheReplyOfTheServer(String reply, OutageReason reason) {
		RedisSystemException failure = new RedisSystemException("Error in execution",
				new RedisCommandExecutionException(reply));

		assertThat(OutageReason.of(failure)).isEqualTo(reason);
	}

	@Test
	void isToldFromTheCauseOfAFailedConnection() {
		RedisConnectionFailureException failure = new RedisConnectionFailureException("Unable to connect to Redis",
				new UnknownHostException("nowhere.invalid"));

		assertThat(OutageReason.of(failure)).isEqualTo(OutageReason.UNKNOWN_HOST);
	}

	@Test
	void isTimeoutWhenTheAnswerDoesNotCome() {
		assertThat(OutageReason.of(new QueryTimeoutException("Redis command timed out")))
			.isEqualTo(OutageReason.TIMEOUT);
	}

	@Test
	void isThatOfTheOpenBreaker() {
		assertThat(OutageReason.of(new FlavorUnavailableException("queue", OutageReason.LOADING)))
			.isEqualTo(OutageReason.LOADING);
	}

	@Test
	void saysWhatToDo() {
		assertThat(Arrays.stream(OutageReason.values()).map(OutageReason::remedy))
			.allMatch((text) -> text.endsWith("."));
	}

}
