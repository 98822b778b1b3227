package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * How a worker runs. Immutable and thread-safe.
 *
 * @param groups the groups of threads, at least one
 * @param prefetch the largest number of jobs that a group holds beyond those that run, 0
 * or more
 * @param shutdownTimeout how long a stop waits for the jobs in hand
 * @param heartbeatInterval how often the process says that it is alive
 * @param lostAfter how long after its last heartbeat a process counts as lost, longer
 * than the interval
 * @param maxRecoveries how often a job is taken over from a lost process before it goes
 * to the dead set, 0 or more
 * @param pollInterval how often due jobs of the retry and schedule sets are looked for,
 * on average
 * @param blockTime how long a look at an empty queue waits, below the command timeout of
 * the connection
 * @param unknownTypes what becomes of a job whose type is not declared
 * @param virtualThreads whether jobs run on virtual threads, from Java 21 on
 * @since 0.1.0
 */
public record WorkerSettings(List<Group> groups, int prefetch, Duration shutdownTimeout, Duration heartbeatInterval,
		Duration lostAfter, int maxRecoveries, Duration pollInterval, Duration blockTime, UnknownTypes unknownTypes,
		boolean virtualThreads) {

	/**
	 * Creates the settings.
	 * @param groups the groups of threads
	 * @param prefetch how many jobs a group holds beyond those that run
	 * @param shutdownTimeout how long a stop waits
	 * @param heartbeatInterval how often the process says that it is alive
	 * @param lostAfter when a process counts as lost
	 * @param maxRecoveries how often a job is taken over
	 * @param pollInterval how often due jobs are looked for
	 * @param blockTime how long a look at an empty queue waits
	 * @param unknownTypes what becomes of a job whose type is not declared
	 * @param virtualThreads whether jobs run on virtual threads
	 * @throws IllegalArgumentException if there is no group, a number is negative, a
	 * process is lost before its next heartbeat, or two groups without queues share the
	 * rest
	 */
	public WorkerSettings {
		groups = List.copyOf(groups);
		Assert.notEmpty(groups, "'groups' must not be empty");
		Assert.isTrue(groups.stream().filter((group) -> group.queues().isEmpty()).count() <= 1,
				"Only one group may be without queues");
		Assert.isTrue(prefetch >= 0, "'prefetch' must not be negative");
		Assert.isTrue(maxRecoveries >= 0, "'maxRecoveries' must not be negative");
		Assert.isTrue(lostAfter.compareTo(heartbeatInterval) > 0,
				"'lostAfter' must be longer than 'heartbeatInterval'");
	}

	/**
	 * Returns how many jobs run at the same time at most.
	 * @return the sum over all groups
	 */
	public int concurrency() {
		return this.groups.stream().mapToInt(Group::concurrency).sum();
	}

	/**
	 * Returns the groups with the queues that they take jobs from: one that names none
	 * takes those of the declared job methods that no other group names.
	 * @param declared the queues of the declared job methods
	 * @return the groups that have queues
	 */
	List<Group> groups(List<String> declared) {
		Set<String> rest = new LinkedHashSet<>(declared);
		this.groups.forEach((group) -> rest.removeAll(group.queues()));
		return this.groups.stream()
			.map((group) -> group.queues().isEmpty()
					? new Group(group.name(), group.concurrency(), List.copyOf(rest), Map.of()) : group)
			.filter((group) -> !group.queues().isEmpty())
			.toList();
	}

	/**
	 * What becomes of a job whose type no method of the process declares.
	 *
	 * @since 0.1.0
	 */
	public enum UnknownTypes {

		/**
		 * It goes back untouched to the far end of its queue, for another process that
		 * knows it.
		 */
		PUT_BACK,

		/**
		 * It goes to the dead set.
		 */
		DEAD

	}

	/**
	 * Some threads of a worker and the queues that they take jobs from: what Sidekiq
	 * calls a capsule. Immutable and thread-safe.
	 *
	 * @param name the name of the group
	 * @param concurrency how many jobs of the group run at the same time, 1 or more
	 * @param queues the queues, the first one first; if empty, those of the declared job
	 * methods
	 * @param weights how often each queue comes first, 1 or more; empty for the strict
	 * order of the queues
	 * @since 0.1.0
	 */
	public record Group(String name, int concurrency, List<String> queues, Map<String, Integer> weights) {

		/**
		 * Creates a group.
		 * @param name the name of the group
		 * @param concurrency how many jobs run at the same time
		 * @param queues the queues
		 * @param weights how often each queue comes first
		 * @throws IllegalArgumentException if the concurrency or a weight is below 1, or
		 * only some queues have a weight
		 */
		public Group {
			queues = List.copyOf(queues);
			weights = Map.copyOf(weights);
			Assert.isTrue(concurrency >= 1, "'concurrency' must be 1 or more");
			Assert.isTrue(weights.isEmpty() || weights.keySet().equals(Set.copyOf(queues)),
					"Either all queues have a weight or none");
			Assert.isTrue(weights.values().stream().allMatch((weight) -> weight >= 1), "A weight must be 1 or more");
		}

	}

}
