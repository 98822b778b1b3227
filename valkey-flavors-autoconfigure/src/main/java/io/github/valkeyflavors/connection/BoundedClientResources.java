package io.github.valkeyflavors.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.SucceededFuture;

/**
 * Client resources whose shutdown ends. Lettuce 6.8 counts the parts that have ended
 * without synchronization, so its future can stay incomplete for ever although all
 * threads are gone, and who waits for it, as Spring does, would never stop.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class BoundedClientResources extends DefaultClientResources {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Creates the resources.
	 * @param builder the settings
	 */
	public BoundedClientResources(Builder builder) {
		super(builder);
	}

	@Override
	public Future<Boolean> shutdown() {
		Future<Boolean> shutdown = shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		boolean ended = shutdown.awaitUninterruptibly(TIMEOUT.toMillis());
		return new SucceededFuture<>(ImmediateEventExecutor.INSTANCE, ended);
	}

}
