package io.github.valkeyflavors.autoconfigure.ops;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

import io.github.valkeyflavors.ops.server.ServerWatch;

/**
 * Starts the watch when the application is ready, so that no server delays the start, and
 * stops it before the connection factories stop.
 */
final class ServerWatchLifecycle implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

	private final ServerWatch watch;

	private volatile boolean running;

	private volatile boolean ready;

	ServerWatchLifecycle(ServerWatch watch) {
		this.watch = watch;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.ready = true;
		if (this.running) {
			this.watch.start();
		}
	}

	@Override
	public void start() {
		this.running = true;
		if (this.ready) {
			this.watch.start();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.watch.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
