package io.github.valkeyflavors.queue.perform;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.DeclaredJobs;
import io.github.valkeyflavors.queue.client.JobDefaults;

/**
 * The job methods of an application by their type. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class JobMethods implements DeclaredJobs {

	private final Map<String, JobMethod> methods = new LinkedHashMap<>();

	/**
	 * Creates the collection.
	 * @param methods the methods
	 * @throws InvalidJobException if two methods perform the same type
	 */
	public JobMethods(Collection<JobMethod> methods) {
		for (JobMethod method : methods) {
			JobMethod other = this.methods.putIfAbsent(method.type(), method);
			if (other != null) {
				throw new InvalidJobException(
						"Job type '%s' is declared by two methods, %s and %s".formatted(method.type(), other, method),
						"Give one of them another type.");
			}
		}
	}

	/**
	 * Returns whether there is no job method at all.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.methods.isEmpty();
	}

	/**
	 * Returns how jobs of a type are pushed.
	 * @param type the job type, declared or not
	 * @return the declared options, else {@link JobDefaults#UNDECLARED}
	 */
	public JobDefaults options(String type) {
		JobMethod method = this.methods.get(type);
		return (method != null) ? method.options() : JobDefaults.UNDECLARED;
	}

	@Override
	public JobDefaults defaults(String type) {
		return options(type);
	}

	@Override
	public @Nullable DeclaredJob find(Method method) {
		List<JobMethod> found = this.methods.values().stream().filter((job) -> job.implementsMethod(method)).toList();
		if (found.size() > 1) {
			throw new InvalidJobException("%s belongs to several jobs: %s".formatted(method, found),
					"Annotate it with the @Job that it stands for.");
		}
		return found.isEmpty() ? null : new DeclaredJob(found.get(0).type(), found.get(0).options());
	}

	/**
	 * Returns whether a job type is declared.
	 * @param type the job type
	 * @return whether there is a method for it
	 */
	public boolean contains(String type) {
		return this.methods.containsKey(type);
	}

	/**
	 * Returns the declared job types.
	 * @return the types, in alphabetical order
	 */
	public List<String> types() {
		return this.methods.keySet().stream().sorted().toList();
	}

	/**
	 * Returns the queues of all job methods, and no other: what this application enqueues
	 * for somebody else is left to that one.
	 * @return the names of the queues in their order
	 */
	public List<String> queues() {
		return this.methods.values().stream().map((method) -> method.options().queue()).distinct().sorted().toList();
	}

	/**
	 * Returns what the methods declare to say how long failed jobs of their type wait.
	 * @return the beans
	 */
	public Set<RetryDelay> retryDelays() {
		return this.methods.values()
			.stream()
			.map(JobMethod::retryDelay)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
	}

	/**
	 * Returns the method that performs the jobs of a type.
	 * @param type the job type
	 * @return the method, or {@code null} if the type is not declared
	 */
	public @Nullable JobMethod find(String type) {
		return this.methods.get(type);
	}

}
