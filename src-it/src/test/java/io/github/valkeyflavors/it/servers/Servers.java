package io.github.valkeyflavors.it.servers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers of a test class, by flavor.
 */
public final class Servers implements AutoCloseable {

	private static final List<String> FLAVORS = List.of("cache", "sessions", "queue");

	private final Map<String, Server> byFlavor = new LinkedHashMap<>();

	private Servers() {
	}

	static Servers start(Layout layout, Launcher launcher) {
		Servers servers = new Servers();
		boolean started = false;
		try {
			servers.startAll(layout, launcher);
			started = true;
			return servers;
		}
		finally {
			if (!started) {
				servers.close();
			}
		}
	}

	private void startAll(Layout layout, Launcher launcher) {
		if (layout == Layout.SINGLE) {
			Server server = new Server(
					launcher.start(configuration("queue"), List.of("--notify-keyspace-events", "Egx")));
			FLAVORS.forEach((flavor) -> this.byFlavor.put(flavor, server));
			return;
		}
		FLAVORS.forEach(
				(flavor) -> this.byFlavor.put(flavor, new Server(launcher.start(configuration(flavor), List.of()))));
	}

	private static Path configuration(String flavor) {
		return RepositoryFolder.resolve("docker/valkey/" + flavor + ".conf");
	}

	/**
	 * The server of a flavor: {@code cache}, {@code sessions} or {@code queue}. It is the
	 * same one for all of them in {@link Layout#SINGLE}.
	 */
	public Server server(String flavor) {
		Server server = this.byFlavor.get(flavor);
		if (server == null) {
			throw new IllegalArgumentException("No server for flavor '%s', only for %s".formatted(flavor, FLAVORS));
		}
		return server;
	}

	/**
	 * Each server once.
	 */
	public List<Server> all() {
		return this.byFlavor.values().stream().distinct().toList();
	}

	public void flushAll() {
		all().forEach(Server::flushAll);
	}

	/**
	 * Undo every fault of every server.
	 */
	public void heal() {
		all().forEach(Server::heal);
	}

	void runEmpty() {
		all().forEach(Server::runEmpty);
	}

	@Override
	public void close() {
		all().forEach(Server::close);
	}

}
