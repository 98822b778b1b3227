package io.github.valkeyflavors.queue.client;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * What a client knows about the job methods of its application. Implementations are
 * thread-safe.
 *
 * @since 0.1.0
 */
public interface DeclaredJobs {

	/**
	 * Returns how the jobs of a type are pushed.
	 * @param type the job type, declared or not
	 * @return the declared way, else {@link JobDefaults#UNDECLARED}
	 */
	JobDefaults defaults(String type);

	/**
	 * Returns the job type that a method of an interface stands for.
	 * @param method the method of the interface
	 * @return the type of the job method that carries, implements or overrides it, or
	 * {@code null} if there is none
	 */
	@Nullable String typeOf(Method method);

}
