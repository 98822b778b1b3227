package io.github.valkeyflavors.queue.client;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.protocol.PayloadTemplate;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * Turns types and arguments into jobs that can be pushed, or refuses them: draws the id,
 * writes the JSON, calls the interceptors and keeps the limits. It needs no server.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadFactory {

	private final SecureRandom random = new SecureRandom();

	private final ObjectWriter argumentWriter;

	private final Supplier<? extends List<JobInterceptor>> interceptors;

	private final Limits limits;

	private final InstantSource clock;

	/**
	 * Creates a factory.
	 * @param jsonMapper writes the arguments
	 * @param interceptors returns all interceptors in their order
	 * @param limits what a job may take
	 * @param clock the wall clock
	 */
	public PayloadFactory(JsonMapper jsonMapper, Supplier<? extends List<JobInterceptor>> interceptors, Limits limits,
			InstantSource clock) {
		this(ArgumentsWriter.compact(jsonMapper), interceptors, limits, clock);
	}

	private PayloadFactory(ObjectWriter argumentWriter, Supplier<? extends List<JobInterceptor>> interceptors,
			Limits limits, InstantSource clock) {
		this.argumentWriter = argumentWriter;
		this.interceptors = interceptors;
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * Returns a factory that differs in its clock only.
	 * @param clock the wall clock
	 * @return the factory
	 */
	public PayloadFactory withClock(InstantSource clock) {
		return new PayloadFactory(this.argumentWriter, this.interceptors, this.limits, clock);
	}

	/**
	 * Makes jobs of one type, all of them or none.
	 * @param type the job type
	 * @param defaults how jobs of this type are pushed
	 * @param options what is different for these
	 * @param argumentsOfEach the arguments of each job; iterated once
	 * @return the jobs in the same order
	 * @throws JobRefusedException if the type is empty, a point in time is out of range,
	 * an argument cannot be written as JSON, a job exceeds the limits, or it cannot run
	 * inline as asked for
	 */
	public List<NewJob> create(String type, JobDefaults defaults, JobOptions options,
			Iterable<? extends Iterable<? extends @Nullable Object>> argumentsOfEach) {
		if (!StringUtils.hasText(type)) {
			throw new JobRefusedException("A job needs a type, which must not be empty", null);
		}
		OutageMode outage = outage(type, defaults, options);
		Instant now = this.clock.instant();
		Instant due = due(type, options, now);
		String queue = (options.queue() != null) ? options.queue() : defaults.queue();
		PayloadTemplate template = template(type, queue, defaults, options, now, (due != null) ? due : now);
		List<JobInterceptor> called = this.interceptors.get();
		Jids jids = new Jids(this.random);
		List<NewJob> jobs = new ArrayList<>();
		try (ArgumentsWriter writer = new ArgumentsWriter(this.argumentWriter, type, this.limits.argumentDepth())) {
			for (Iterable<? extends @Nullable Object> arguments : argumentsOfEach) {
				if (arguments == null) {
					throw new JobRefusedException("Job '%s' has no list of arguments".formatted(type), null);
				}
				writer.write(arguments);
				String jid = jids.next();
				Map<String, String> headers = called.isEmpty() ? Map.of()
						: intercept(called, new Draft(jid, type, queue, writer));
				byte[] json = template.json(jid, writer.bytes(), writer.length(), headers);
				checkSize(type, json.length);
				jobs.add(new NewJob(jid, queue, due, json, outage));
			}
		}
		return jobs;
	}

	private static OutageMode outage(String type, JobDefaults defaults, JobOptions options) {
		OutageMode outage = (options.outage() != null) ? options.outage() : defaults.outage();
		if (outage == OutageMode.INLINE && !defaults.inlineSafe()) {
			throw new JobRefusedException(
					"Job '%s' cannot run inline: no method of this application is marked for it by @Job(value = \"%s\", inlineSafe = true)"
						.formatted(type, type),
					null);
		}
		return outage;
	}

	private static @Nullable Instant due(String type, JobOptions options, Instant now) {
		Duration delay = options.in();
		Instant due = (delay != null) ? plus(type, now, delay) : options.at();
		return (due != null && due.isAfter(now)) ? due : null;
	}

	private static PayloadTemplate template(String type, String queue, JobDefaults defaults, JobOptions options,
			Instant now, Instant due) {
		Integer retry = options.retry();
		Duration expiresIn = options.expiresIn();
		return new PayloadTemplate(type, queue, (retry != null) ? new RetryLimit(retry) : defaults.retry(),
				(retry != null) ? null : defaults.retryFor(), defaults.backtrace(), options.tags(), now,
				(expiresIn != null) ? plus(type, due, expiresIn) : null);
	}

	private static Instant plus(String type, Instant time, Duration duration) {
		try {
			return time.plus(duration);
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw new JobRefusedException(
					"Job '%s' is due or expires at no point in time: %s after %s".formatted(type, duration, time), ex);
		}
	}

	private static Map<String, String> intercept(List<JobInterceptor> interceptors, Draft draft) {
		interceptors.forEach((interceptor) -> interceptor.enqueue(draft));
		return draft.headers;
	}

	private void checkSize(String type, long size) {
		if (size > this.limits.payloadBytes()) {
			throw new JobRefusedException(
					"The payload of job '%s' has %d bytes; valkey.queue.max-payload-size allows %d".formatted(type,
							size, this.limits.payloadBytes()),
					null);
		}
	}

	/**
	 * What a job may take. Immutable and thread-safe.
	 *
	 * @param payloadBytes how long its payload may be in UTF-8, 1 or more
	 * @param argumentDepth how deep arrays and objects may be nested within an argument,
	 * 0 or more
	 * @since 0.1.0
	 */
	public record Limits(long payloadBytes, int argumentDepth) {

		/**
		 * 256 KB, and 100 levels.
		 */
		public static final Limits STANDARD = new Limits(256 * 1_024, 100);

	}

	private static final class Draft implements JobDraft {

		private final Map<String, String> headers = new LinkedHashMap<>();

		private final String jid;

		private final String type;

		private final String queue;

		private final ArgumentsWriter arguments;

		Draft(String jid, String type, String queue, ArgumentsWriter arguments) {
			this.jid = jid;
			this.type = type;
			this.queue = queue;
			this.arguments = arguments;
		}

		@Override
		public String jid() {
			return this.jid;
		}

		@Override
		public String type() {
			return this.type;
		}

		@Override
		public String queue() {
			return this.queue;
		}

		@Override
		public String arguments() {
			return this.arguments.text();
		}

		@Override
		public @Nullable String header(String name) {
			return this.headers.get(name);
		}

		@Override
		public void header(String name, String value) {
			Assert.hasText(name, "The name of a header must not be blank");
			Assert.notNull(value, () -> "Header '%s' needs a value".formatted(name));
			Assert.isTrue(!PayloadTemplate.isReserved(name),
					() -> "A header cannot be named '%s', because that field makes up the job".formatted(name));
			this.headers.put(name, value);
		}

	}

}
