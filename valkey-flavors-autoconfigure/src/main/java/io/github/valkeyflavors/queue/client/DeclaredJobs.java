package io.github.valkeyflavors.queue.client;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * What a client knows about the job methods of its application. Implementations are
 * thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeclaredJobs {

	/**
	 * Returns how the jobs of a type are pushed.
	 * @param type the job type, declared or not
	 * @return the declared way, else {@link JobDefaults#UNDECLARED}
	 */
	JobDefaults defaults(String type);

	/**
	 * Returns the job that a method of an interface stands for.
	 * @param method the method of the interface
	 * @return the job whose {@code @Job} method implements or overrides it, or which its
	 * own annotation declares, or {@code null} if there is none
	 * @throws io.github.valkeyflavors.queue.InvalidJobException if there are several
	 */
	default @Nullable DeclaredJob find(Method method) {
		return null;
	}

	/**
	 * A job that a method stands for. Immutable and thread-safe.
	 *
	 * @param type the job type
	 * @param defaults how jobs of this type are pushed
	 * @since 0.1.0
	 */
	record DeclaredJob(String type, JobDefaults defaults) {

	}

}
