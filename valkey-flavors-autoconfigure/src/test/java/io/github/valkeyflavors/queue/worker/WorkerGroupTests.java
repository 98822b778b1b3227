package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkerGroupTests extends WorkerFixture {

	@Test
	void slowGroupDoesNotHoldUpAnother() throws InterruptedException {
		start(server.connectionFactory(), new Group("slow", 1, List.of("default"), Map.of()),
				new Group("fast", 1, List.of("critical"), Map.of()));
		this.client.enqueue("hang", "a");
		this.client.enqueue("hang", "b");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		this.client.enqueue("urgent", "c");

		await().atMost(SOON).until(() -> this.jobs.runs("c") == 1);
	}

	@Test
	void groupWithoutQueuesTakesTheRest() {
		List<Group> groups = settings(new Group("one", 1, List.of("critical"), Map.of()),
				new Group("rest", 2, List.of(), Map.of()))
			.groups(List.of("critical", "default", "low"));

		assertThat(groups).extracting(Group::queues).containsExactly(List.of("critical"), List.of("default", "low"));
	}

	@Test
	void groupWithoutQueuesIsDroppedWhenNothingIsLeft() {
		List<Group> groups = settings(new Group("one", 1, List.of("critical"), Map.of()),
				new Group("rest", 2, List.of(), Map.of()))
			.groups(List.of("critical"));

		assertThat(groups).extracting(Group::name).containsExactly("one");
	}

	@Test
	void weightedQueuesComeFirstByTheirShare() {
		QueueOrder order = new QueueOrder(new Group("g", 1, List.of("a", "b"), Map.of("a", 3, "b", 1)), new Random(1));
		Map<String, Integer> first = new HashMap<>();

		for (int i = 0; i < 4_000; i++) {
			first.merge(order.next().get(0), 1, Integer::sum);
		}

		assertThat(first.get("a")).isBetween(2_850, 3_150);
	}

	@Test
	void weightedGroupTakesFromAllQueues() {
		this.client.enqueue("record", "a");
		this.client.enqueue("urgent", "b");

		start(server.connectionFactory(),
				new Group("g", 1, List.of("default", "critical"), Map.of("default", 5, "critical", 1)));

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1 && this.jobs.runs("b") == 1);
	}

	@Test
	void takesNothingAheadOfJobsThatTakeLong() throws InterruptedException {
		start(2);
		List<String> started = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.client.enqueue("hang", "job");
		}

		started.add(this.jobs.started.poll(10, TimeUnit.SECONDS));
		started.add(this.jobs.started.poll(10, TimeUnit.SECONDS));

		assertThat(started).containsExactly("job", "job");
		await().atMost(SOON).until(() -> list("queue:default").size() == 8);
	}

	@Test
	void returnsJobsTakenAheadOfOneThatTakesLong() throws InterruptedException {
		for (int i = 0; i < 3_000; i++) {
			this.client.enqueue("record", "short");
		}
		for (int i = 0; i < 50; i++) {
			this.client.enqueue("hang", "long");
		}
		start(1);

		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("long");

		await().atMost(SOON).until(() -> list("queue:default").size() == 49);
	}

	@Test
	void takesJobsOfPausedQueueOnlyAfterResume() {
		this.template.opsForSet().add("valkey-flavors:paused", "default");
		start(1, "default", "critical");
		this.client.enqueue("record", "paused");
		this.client.enqueue("urgent", "other");
		await().atMost(SOON).until(() -> this.jobs.runs("other") == 1);
		assertThat(this.jobs.runs("paused")).isZero();

		this.template.opsForSet().remove("valkey-flavors:paused", "default");

		await().atMost(SOON).until(() -> this.jobs.runs("paused") == 1);
	}

	private WorkerSettings settings(Group... groups) {
		return new WorkerSettings(List.of(groups), 1, SOON, Duration.ofSeconds(1), SOON, 3, SOON, SOON,
				WorkerSettings.UnknownTypes.PUT_BACK, false);
	}

}
