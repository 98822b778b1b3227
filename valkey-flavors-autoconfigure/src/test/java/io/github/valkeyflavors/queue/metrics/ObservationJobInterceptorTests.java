package io.github.valkeyflavors.queue.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.queue.SomeDraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ObservationJobInterceptorTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Tracer tracer = new Tracer();

	private final SomeDraft draft = new SomeDraft();

	private final ObservationJobInterceptor interceptor = new ObservationJobInterceptor(this.registry);

	@BeforeEach
	void trace() {
		this.registry.observationConfig().observationHandler(this.tracer);
	}

	@Test
	void carriesTraceFromEnqueueToPerform() throws Throwable {
		this.interceptor.enqueue(this.draft);

		this.interceptor.perform(this.draft.performed(), () -> {
		});

		assertThat(this.tracer.events).containsExactly("sent 00-1-2-01", "received 00-1-2-01");
	}

	@Test
	void namesTypeAndQueue() {
		this.interceptor.enqueue(this.draft);

		assertThat(this.tracer.contexts).singleElement().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo("valkey.queue.enqueue");
			assertThat(context.getContextualName()).isEqualTo("enqueue some");
			assertThat(context.getLowCardinalityKeyValues()).extracting(String::valueOf)
				.containsExactlyInAnyOrder("keyValue(job.type=some)", "keyValue(job.queue=default)");
			assertThat(context.getHighCardinalityKeyValues()).extracting(String::valueOf)
				.containsExactly("keyValue(job.id=b)");
		});
	}

	@Test
	void observesFailure() {
		assertThatIllegalStateException().isThrownBy(() -> this.interceptor.perform(this.draft.performed(), () -> {
			throw new IllegalStateException("broken");
		}));

		assertThat(this.tracer.contexts).singleElement()
			.satisfies((context) -> assertThat(context.getError()).hasMessage("broken"));
	}

	@Test
	void performsInsideObservation() throws Throwable {
		List<String> current = new ArrayList<>();

		this.interceptor.perform(this.draft.performed(),
				() -> current.add(String.valueOf(this.registry.getCurrentObservation() != null)));

		assertThat(current).containsExactly("true");
	}

	/**
	 * What a tracer does with the context of a trace.
	 */
	static final class Tracer implements ObservationHandler<Observation.Context> {

		private final List<String> events = new ArrayList<>();

		private final List<Observation.Context> contexts = new ArrayList<>();

		@Override
		public void onStart(Observation.Context context) {
			if (context instanceof SenderContext<?> sender) {
				send(sender);
			}
			else if (context instanceof ReceiverContext<?> receiver) {
				receive(receiver);
			}
		}

		private <C> void send(SenderContext<C> sender) {
			sender.getSetter().set(sender.getCarrier(), "traceparent", "00-1-2-01");
			this.events.add("sent 00-1-2-01");
		}

		private <C> void receive(ReceiverContext<C> receiver) {
			this.events.add("received "
					+ receiver.getGetter().get(Objects.requireNonNull(receiver.getCarrier()), "traceparent"));
		}

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
