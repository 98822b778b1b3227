package io.github.valkeyflavors.it.outage;

import java.time.Duration;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How operators learn that the sessions server is full, and that it has room again. What
 * its health says is in {@link HealthIT}, what users see in the tests of sessions.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class FullServerIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Servers servers;

	private Server server;

	private Storefront storefront;

	@BeforeEach
	void start() {
		this.server = this.servers.server("sessions");
		this.storefront = Storefront.start(Storefront.variables(this.servers), Storefront.NO_WORKER);
		assertThat(this.storefront.logIn().status()).isEqualTo(200);
	}

	@AfterEach
	void stop() {
		this.server.heal();
		this.storefront.close();
	}

	@Test
	void isNamedInOneLineWithFlavorAndRemedy(CapturedOutput output) {
		fill();
		assertThat(this.storefront.logIn().status()).isEqualTo(503);

		assertThat(linesOfFlavor(output)).singleElement()
			.satisfies((line) -> assertThat(line).contains("redis://127.0.0.1:" + this.server.port())
				.contains(OutageReason.FULL.symptom())
				.contains(OutageReason.FULL.remedy()));
	}

	@Test
	void isSaidToHaveRoomAgainInOneLine(CapturedOutput output) {
		fill();
		long before = linesOfFlavor(output).count();

		this.server.heal();

		await().atMost(PATIENCE)
			.until(() -> this.storefront.logIn().status() == 200 && linesOfFlavor(output).count() > before);
		assertThat(linesOfFlavor(output).skip(before)).singleElement()
			.satisfies((line) -> assertThat(line).contains("redis://127.0.0.1:" + this.server.port())
				.contains("has room again"));
	}

	@Test
	void showsOnTheMeter() {
		assertThat(meter()).isZero();

		fill();

		assertThat(meter()).isOne();
	}

	@Test
	void isGoneFromTheMeterWhenThereIsRoomAgain() {
		fill();
		assertThat(meter()).isOne();

		this.server.heal();

		await().atMost(PATIENCE).until(() -> this.storefront.logIn().status() == 200 && meter() == 0);
	}

	private void fill() {
		this.server.fill();
		assertThat(this.storefront.logIn().status()).isEqualTo(503);
	}

	private static Stream<String> linesOfFlavor(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("Flavor 'sessions'"));
	}

	private double meter() {
		return this.storefront.bean(MeterRegistry.class)
			.get("valkey.server.full")
			.tag("flavor", "sessions")
			.gauge()
			.value();
	}

}
