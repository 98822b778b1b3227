package io.github.valkeyflavors.it.cache;

import java.time.Duration;
import java.util.function.BiConsumer;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;

/**
 * What can go wrong with a cache server or the line to it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Fault {

	FROZEN((server, proxy) -> server.freeze()),

	KILLED((server, proxy) -> server.kill()),

	LOADING((server, proxy) -> server.restartLoading(Duration.ofSeconds(2))),

	FULL((server, proxy) -> server.fill()),

	READ_ONLY((server, proxy) -> server.demote()),

	WRONG_PASSWORD((server, proxy) -> {
		server.requirePassword("secret");
		server.killClients();
	}),

	BLACK_HOLE((server, proxy) -> proxy.blackHole()),

	GARBAGE((server, proxy) -> proxy.garbage()),

	REFUSED((server, proxy) -> {
		proxy.refuse();
		proxy.reset();
	}),

	LOST_REPLY((server, proxy) -> proxy.resetReplyAfter(0));

	private final BiConsumer<Server, TcpProxy> begin;

	Fault(BiConsumer<Server, TcpProxy> begin) {
		this.begin = begin;
	}

	void begin(Server server, TcpProxy proxy) {
		this.begin.accept(server, proxy);
	}

}
