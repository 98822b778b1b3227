package io.github.valkeyflavors.queue.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;

/**
 * Carries the logging context (MDC) of whoever enqueues a job to the thread that performs
 * it, in the field {@value #HEADER} of the payload: a text that holds a JSON object. The
 * context of a trace is left out, because a tracer carries that. While a job runs, the
 * logging context also has its id as {@value #JID}. Afterwards it is as before.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class MdcJobInterceptor implements JobInterceptor, Ordered {

	/**
	 * The name of the field of the payload.
	 */
	public static final String HEADER = "mdc";

	/**
	 * The name of the job's id in the logging context.
	 */
	public static final String JID = "jid";

	private static final Log logger = LogFactory.getLog(MdcJobInterceptor.class);

	private static final String ALL = "*";

	private static final Set<String> OF_TRACE = Set.of("traceId", "spanId", JID);

	private static final TypeReference<Map<String, String>> ENTRIES = new TypeReference<>() {
	};

	private final Set<String> keys;

	private final JsonMapper jsonMapper;

	/**
	 * Creates an interceptor.
	 * @param keys the keys that are carried, {@code *} for all
	 * @param jsonMapper writes and reads the field
	 */
	public MdcJobInterceptor(List<String> keys, JsonMapper jsonMapper) {
		this.keys = Set.copyOf(keys);
		this.jsonMapper = jsonMapper;
	}

	@Override
	public void enqueue(JobDraft job) {
		@Nullable Map<String, String> context = MDC.getCopyOfContextMap();
		if (context == null || this.keys.isEmpty()) {
			return;
		}
		Map<String, String> carried = new HashMap<>(context);
		carried.keySet().removeAll(OF_TRACE);
		if (!this.keys.contains(ALL)) {
			carried.keySet().retainAll(this.keys);
		}
		carried.values().removeIf((value) -> value == null);
		if (!carried.isEmpty()) {
			job.header(HEADER, this.jsonMapper.writeValueAsString(carried));
		}
	}

	@Override
	public void perform(JobContext job, Perform next) throws Throwable {
		@Nullable Map<String, String> before = MDC.getCopyOfContextMap();
		carried(job).forEach(MDC::put);
		MDC.put(JID, job.jid());
		try {
			next.perform();
		}
		finally {
			if (before != null) {
				MDC.setContextMap(before);
			}
			else {
				MDC.clear();
			}
		}
	}

	private Map<String, String> carried(JobContext job) {
		String json = job.header(HEADER);
		if (json == null) {
			return Map.of();
		}
		try {
			return this.jsonMapper.readValue(json, ENTRIES);
		}
		catch (JacksonException ex) {
			logger.debug("The logging context of job %s cannot be read".formatted(job.jid()), ex);
			return Map.of();
		}
	}

	/**
	 * Stands inside the observation, whose scope puts the trace into the logging context.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 20;
	}

}
