package io.github.valkeyflavors.queue.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.SomeDraft;
import io.github.valkeyflavors.queue.SomeJob;

import static org.assertj.core.api.Assertions.assertThat;

class MdcJobInterceptorTests {

	private final SomeDraft draft = new SomeDraft();

	private final Map<String, String> seen = new HashMap<>();

	@BeforeEach
	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void carriesLoggingContext() throws Throwable {
		MDC.put("tenant", "acme \"1\"");

		carry("*");

		assertThat(this.seen).containsExactlyInAnyOrderEntriesOf(Map.of("tenant", "acme \"1\"", "jid", "b"));
	}

	@Test
	void carriesOnlyKeysThatAreNamed() throws Throwable {
		MDC.put("tenant", "acme");
		MDC.put("secret", "x");

		carry("tenant");

		assertThat(this.seen).containsOnlyKeys("tenant", "jid");
	}

	@Test
	void leavesTraceToTracer() throws Throwable {
		MDC.put("traceId", "a");
		MDC.put("spanId", "b");

		carry("*");

		assertThat(this.seen).containsOnlyKeys("jid");
	}

	@Test
	void addsNothingToPayloadWithoutContext() {
		interceptor("*").enqueue(this.draft);

		assertThat(this.draft.header("mdc")).isNull();
	}

	@Test
	void restoresContextOfThread() throws Throwable {
		MDC.put("tenant", "acme");
		interceptor("*").enqueue(this.draft);
		MDC.clear();
		MDC.put("thread", "worker");

		interceptor("*").perform(this.draft.performed(), () -> {
		});

		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("thread", "worker"));
	}

	@Test
	void performsJobWhoseContextCannotBeRead() throws Throwable {
		JobContext job = new SomeJob("b", "[]", Map.of("mdc", "no JSON"));

		interceptor("*").perform(job, this::look);

		assertThat(this.seen).containsOnlyKeys("jid");
	}

	private void carry(String key) throws Throwable {
		interceptor(key).enqueue(this.draft);
		MDC.clear();
		interceptor(key).perform(this.draft.performed(), this::look);
	}

	private void look() {
		this.seen.putAll(MDC.getCopyOfContextMap());
	}

	private static MdcJobInterceptor interceptor(String key) {
		return new MdcJobInterceptor(List.of(key), JsonMapper.shared());
	}

}
