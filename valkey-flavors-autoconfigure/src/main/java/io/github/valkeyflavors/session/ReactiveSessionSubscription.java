package io.github.valkeyflavors.session;

import org.springframework.beans.factory.BeanInitializationException;
import org.springframework.context.Lifecycle;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;

/**
 * The subscription of a reactive indexed repository to its server, which the repository
 * itself takes out only once, when it is initialized, and then not without the server.
 * <p>
 * Thread-safe. Nobody else may initialize the repository.
 *
 * @since 0.1.0
 */
public final class ReactiveSessionSubscription implements Lifecycle {

	private final ReactiveRedisIndexedSessionRepository repository;

	private boolean running;

	/**
	 * Creates the subscription, without subscribing.
	 * @param repository a repository that has not been initialized
	 */
	public ReactiveSessionSubscription(ReactiveRedisIndexedSessionRepository repository) {
		this.repository = repository;
	}

	/**
	 * Initializes the repository.
	 * @throws RuntimeException if the server is away
	 */
	@Override
	public synchronized void start() {
		if (!this.running) {
			initialize();
			this.running = true;
		}
	}

	private void initialize() {
		try {
			this.repository.afterPropertiesSet();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new BeanInitializationException("Cannot subscribe to session events", ex);
		}
	}

	@Override
	public synchronized void stop() {
		this.repository.destroy();
		this.running = false;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
