package io.github.valkeyflavors.ops.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProblemException}.
 */
class ProblemExceptionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			NOPERM this user has no permissions to run the 'flushdb' command | 403
			Connection refused                                               | 503
			LOADING Valkey is loading the dataset in memory                  | 503
			WRONGTYPE Operation against a key                                | 503
			""")
	void hasStatusOfTheReason(String reply, int status) {
		assertThat(problem(reply).status()).isEqualTo(status);
	}

	@Test
	void saysWhatIsWrongAndWhatToDo() {
		assertThat(problem("Connection refused").detail())
			.isEqualTo("The server cannot be reached. See whether the server runs, and the network to it.");
	}

	@Test
	void namesCodeOfOtherErrorWithoutItsText() {
		assertThat(problem("WRONGTYPE Operation against a key with secret").detail())
			.isEqualTo("The server answered with the error WRONGTYPE.");
	}

	@Test
	void saysNothingOfErrorWithoutCode() {
		assertThat(problem("secret thing happened").detail()).isEqualTo("The server answered with an error.");
	}

	@Test
	void showsOnlyTheBeginningOfLongInput() {
		assertThat(ProblemException.shown("x\r\n" + "y".repeat(1000))).isEqualTo("x??" + "y".repeat(57) + "...");
	}

	private static Problem problem(String reply) {
		return ProblemException
			.of("The server", new RedisSystemException("Error in execution", new IllegalStateException(reply)))
			.problem();
	}

}
