package io.github.valkeyflavors.benchmarks.outages;

import java.util.List;

/**
 * The three servers of one shop.
 *
 * @param cache the cache server
 * @param sessions the sessions server
 * @param queue the queue server
 */
record Servers(Server cache, Server sessions, Server queue) implements AutoCloseable {

	static Servers start(Children children, Settings settings) {
		return new Servers(new Server(children, settings.conf().resolve("cache.conf"), settings.scratch()),
				new Server(children, settings.conf().resolve("sessions.conf"), settings.scratch()),
				new Server(children, settings.conf().resolve("queue.conf"), settings.scratch()));
	}

	List<Server> all() {
		return List.of(this.cache, this.sessions, this.queue);
	}

	@Override
	public void close() {
		all().forEach(Server::close);
	}

}
