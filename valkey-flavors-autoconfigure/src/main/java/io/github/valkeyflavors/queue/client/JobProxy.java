package io.github.valkeyflavors.queue.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.client.DeclaredJobs.DeclaredJob;

/**
 * Enqueues what is called on an interface. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class JobProxy implements InvocationHandler {

	private final Class<?> jobs;

	private final ValkeyJobClient client;

	private final Map<Method, DeclaredJob> declared = new HashMap<>();

	private JobProxy(Class<?> jobs, ValkeyJobClient client, DeclaredJobs declaredJobs) {
		this.jobs = jobs;
		this.client = client;
		for (Method method : jobs.getMethods()) {
			if (!Modifier.isStatic(method.getModifiers()) && !isMethodOfObject(method)) {
				declare(method, declaredJobs.find(method));
			}
		}
	}

	static <T> T create(Class<T> jobs, ValkeyJobClient client, DeclaredJobs declaredJobs) {
		if (!jobs.isInterface() || jobs.isAnnotation() || jobs.isSealed() || jobs.isHidden()) {
			throw new InvalidJobException("%s cannot enqueue jobs, because no proxy can implement it".formatted(jobs),
					"Pass an interface, which is not sealed.");
		}
		JobProxy handler = new JobProxy(jobs, client, declaredJobs);
		return jobs.cast(Proxy.newProxyInstance(jobs.getClassLoader(), new Class<?>[] { jobs, Marker.class }, handler));
	}

	private void declare(Method method, @Nullable DeclaredJob job) {
		if (job != null) {
			if (method.getReturnType() != void.class && method.getReturnType() != String.class) {
				throw new InvalidJobException("%s enqueues job '%s', but returns %s".formatted(method, job.type(),
						method.getReturnType().getTypeName()), "Let it return void, or a String: the jid.");
			}
			this.declared.put(method, job);
		}
		else if (Modifier.isAbstract(method.getModifiers())) {
			throw new InvalidJobException("%s belongs to no job".formatted(method),
					"Annotate it with @Job, or let the @Job method of a bean implement it.");
		}
	}

	private static boolean isMethodOfObject(Method method) {
		return ReflectionUtils.isEqualsMethod(method) || ReflectionUtils.isHashCodeMethod(method)
				|| ReflectionUtils.isToStringMethod(method);
	}

	@Override
	@SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		DeclaredJob job = this.declared.get(method);
		if (job != null) {
			String jid = this.client.enqueue(job.type(), job.defaults(), withoutContext(method, arguments));
			return (method.getReturnType() == String.class) ? jid : null;
		}
		return switch (method.getName()) {
			case "equals" -> proxy == ((arguments != null) ? arguments[0] : null);
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "jobs of " + this.jobs.getName();
			default -> InvocationHandler.invokeDefault(proxy, method, arguments);
		};
	}

	private static @Nullable Object[] withoutContext(Method method, @Nullable Object @Nullable [] arguments) {
		if (arguments == null) {
			return new Object[0];
		}
		Class<?>[] types = method.getParameterTypes();
		return IntStream.range(0, types.length)
			.filter((i) -> types[i] != JobContext.class)
			.mapToObj((i) -> arguments[i])
			.toArray();
	}

	/**
	 * Marks the objects that only enqueue, and therefore perform nothing.
	 *
	 * @since 0.1.0
	 */
	public interface Marker {

	}

}
