package io.github.valkeyflavors.it.sidekiq;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ruby pushes, Java performs.
 */
class RubyPushesIT extends AbstractSidekiqContract {

	@Test
	void performsWhatIsPushedNow() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_async('tea', 42, { 'express' => true })");

		assertThat(java.awaitPerformed(1)).containsExactly(List.of("tea", 42, Map.of("express", true)));
	}

	@Test
	void performsWhatIsPushedForLater() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_in(1.5, 'later', 1, {})");

		assertThat(java.awaitPerformed(1)).containsExactly(List.of("later", 1, Map.of()));
	}

	@Test
	void leavesAloneWhatIsNotDue() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_in(3600, 'much later', 1, {})");
		ruby().eval("SharedJob.perform_in(0.5, 'soon', 2, {})");

		assertThat(java.awaitPerformed(1)).containsExactly(List.of("soon", 2, Map.of()));
		assertThat(ruby().eval("Sidekiq::ScheduledSet.new.size").asInt()).isOne();
	}

	@Test
	void performsEachOfManyOnce() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_bulk((0...2500).map { |number| ['bulk', number, {}] })");

		assertThat(java.awaitPerformed(2500)).containsExactlyInAnyOrderElementsOf(
				IntStream.range(0, 2500).mapToObj((number) -> List.<Object>of("bulk", number, Map.of())).toList());
	}

	@Test
	void leavesNothingBehind() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_bulk((0...100).map { |number| ['bulk', number, {}] })");
		java.awaitPerformed(100);

		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(queue().keys(3)).noneMatch((key) -> key.startsWith("queue:")
					|| key.startsWith("valkey-flavors:in-hand:") || key.equals("retry") || key.equals("dead")));
	}

	@Test
	void takesAMissingTrailingArgumentAsNull() {
		JavaApplication java = startJavaWorker();

		ruby().eval("SharedJob.perform_async('no details', 3)");

		assertThat(java.awaitPerformed(1).get(0)).hasSize(3).last().isNull();
	}

}
