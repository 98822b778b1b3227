package io.github.valkeyflavors.queue.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.GenericTypeResolver;
import org.springframework.util.ReflectionUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobArgumentException;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.JobDefaults;

/**
 * A bean method that performs the jobs of one type. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JobMethod {

	private final String type;

	private final JobDefaults options;

	private final Method method;

	private final Supplier<Object> bean;

	private final JsonMapper jsonMapper;

	private final List<JavaType> parameterTypes;

	private final List<ObjectReader> readers;

	private final Class<?> beanType;

	private final @Nullable Supplier<? extends RetryDelay> retryDelay;

	/**
	 * Creates a job method.
	 * @param type the job type
	 * @param options how jobs of this type are pushed
	 * @param method the method
	 * @param beanType the type of the bean, behind its proxy if it has one
	 * @param bean returns the bean, each time a job runs
	 * @param jsonMapper reads the arguments
	 */
	public JobMethod(String type, JobDefaults options, Method method, Class<?> beanType, Supplier<Object> bean,
			JsonMapper jsonMapper) {
		this(type, options, method, beanType, bean, jsonMapper, null);
	}

	/**
	 * Creates a job method with a delay of its own.
	 * @param type the job type
	 * @param options how jobs of this type are pushed
	 * @param method the method
	 * @param beanType the type of the bean, behind its proxy if it has one
	 * @param bean returns the bean, each time a job runs
	 * @param jsonMapper reads the arguments
	 * @param retryDelay returns what says how long a failed job of this type waits, or
	 * {@code null} if that is what applies to all jobs
	 */
	public JobMethod(String type, JobDefaults options, Method method, Class<?> beanType, Supplier<Object> bean,
			JsonMapper jsonMapper, @Nullable Supplier<? extends RetryDelay> retryDelay) {
		this.type = type;
		this.options = options;
		this.method = method;
		this.bean = bean;
		this.jsonMapper = jsonMapper;
		this.beanType = beanType;
		this.retryDelay = retryDelay;
		this.parameterTypes = List.of(method.getGenericParameterTypes())
			.stream()
			.map((Type parameter) -> jsonMapper.constructType(GenericTypeResolver.resolveType(parameter, beanType)))
			.toList();
		this.readers = this.parameterTypes.stream()
			.map((parameterType) -> jsonMapper.readerFor(parameterType)
				.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
			.toList();
	}

	/**
	 * Returns the job type.
	 * @return the job type
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Returns how jobs of this type are pushed.
	 * @return queue and retries
	 */
	public JobDefaults options() {
		return this.options;
	}

	/**
	 * Returns what says how long a failed job of this type waits for its next run.
	 * @return the bean, or {@code null} if that is what applies to all jobs
	 */
	public @Nullable RetryDelay retryDelay() {
		return (this.retryDelay != null) ? this.retryDelay.get() : null;
	}

	// Whether a call of that method on the bean would end up here
	boolean implementsMethod(Method other) {
		return other.getDeclaringClass().isAssignableFrom(this.beanType)
				&& AopUtils.getMostSpecificMethod(other, this.beanType)
					.equals(AopUtils.getMostSpecificMethod(this.method, this.beanType));
	}

	void perform(JobContext context) throws Throwable {
		@Nullable Object[] values = bind(context);
		Object target = this.bean.get();
		Method invocable = AopUtils.selectInvocableMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			invocable.invoke(target, values);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	// All by one parser, because making one costs more than reading an argument
	private @Nullable Object[] bind(JobContext context) {
		@Nullable Object[] values = new @Nullable Object[this.parameterTypes.size()];
		try (JsonParser arguments = this.jsonMapper.createParser(context.arguments())) {
			arguments.nextToken();
			boolean more = true;
			for (int i = 0; i < values.length; i++) {
				if (this.parameterTypes.get(i).hasRawClass(JobContext.class)) {
					values[i] = context;
				}
				else {
					more = more && arguments.nextToken() != JsonToken.END_ARRAY;
					values[i] = more ? read(i, arguments) : missing(i);
				}
			}
			if (more && arguments.nextToken() != JsonToken.END_ARRAY) {
				throw new JobArgumentException("Job '%s' has more arguments than %s takes".formatted(this.type, this),
						null);
			}
		}
		return values;
	}

	private @Nullable Object read(int index, JsonParser arguments) {
		if (arguments.currentToken() == JsonToken.VALUE_NULL) {
			return missing(index);
		}
		try {
			return this.readers.get(index).readValue(arguments);
		}
		catch (JacksonException ex) {
			throw mismatch(index, ex.getOriginalMessage(), ex);
		}
	}

	private @Nullable Object missing(int index) {
		if (this.parameterTypes.get(index).isPrimitive()) {
			throw mismatch(index, "it is missing or null", null);
		}
		try {
			return this.jsonMapper.readValue("null", this.parameterTypes.get(index));
		}
		catch (JacksonException ex) {
			throw mismatch(index, ex.getOriginalMessage(), ex);
		}
	}

	private JobArgumentException mismatch(int index, String reason, @Nullable Throwable cause) {
		return new JobArgumentException("Argument %d of job '%s' does not fit parameter type %s of %s: %s"
			.formatted(index + 1, this.type, this.parameterTypes.get(index).toCanonical(), this, reason), cause);
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
