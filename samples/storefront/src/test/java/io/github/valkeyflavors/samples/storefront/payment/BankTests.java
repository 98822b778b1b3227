package io.github.valkeyflavors.samples.storefront.payment;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class BankTests {

	@ParameterizedTest
	@CsvSource({ "ACCEPTED, 1", "ACCEPTED, 2", "DECLINED_AT_FIRST, 2", "DECLINED_AT_FIRST, 3" })
	void chargesACard(Card card, int attempt) {
		assertThatNoException().isThrownBy(() -> TestBank.withoutLatency().charge(card, attempt));
	}

	@ParameterizedTest
	@CsvSource({ "DECLINED_AT_FIRST, 1", "DECLINED, 1", "DECLINED, 2", "DECLINED, 3" })
	void declinesACard(Card card, int attempt) {
		assertThatExceptionOfType(CardDeclinedException.class)
			.isThrownBy(() -> TestBank.withoutLatency().charge(card, attempt))
			.withMessage("The bank declined the card.");
	}

	@Test
	void takesTheConfiguredTime() {
		Bank bank = new Bank(new PaymentProperties(Duration.ofMillis(50)));
		long start = System.nanoTime();

		bank.charge(Card.ACCEPTED, 1);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@ParameterizedTest
	@CsvSource({ "ACCEPTED, accepted", "DECLINED_AT_FIRST, declined-at-first", "DECLINED, declined" })
	void writesAndReadsTheNameOfACard(Card card, String name) {
		assertThat(card).hasToString(name);
		assertThat(Card.of(name)).isEqualTo(card);
	}

}
