package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.springframework.context.event.EventListener;
import org.springframework.session.events.AbstractSessionEvent;

/**
 * The session events that an application was told.
 */
class Events {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Queue<AbstractSessionEvent> received = new ConcurrentLinkedQueue<>();

	@EventListener
	void receive(AbstractSessionEvent event) {
		this.received.add(event);
	}

	boolean has(Class<? extends AbstractSessionEvent> type, String sessionId) {
		return this.received.stream()
			.anyMatch((event) -> type.isInstance(event) && event.getSessionId().equals(sessionId));
	}

	void await(Class<? extends AbstractSessionEvent> type, String sessionId) {
		Awaitility.await().atMost(PATIENCE).until(() -> has(type, sessionId));
	}

}
