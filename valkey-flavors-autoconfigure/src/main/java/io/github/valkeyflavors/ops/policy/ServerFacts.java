package io.github.valkeyflavors.ops.policy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * A server with what it said about itself. A field that it does not show, or that cannot
 * be read, is {@code null}.
 *
 * @param server the server
 * @param info what it said
 * @param at when it said that
 */
record ServerFacts(Server server, ServerInfo info, Instant at) {

	static final String NO_EVICTION = "noeviction";

	@Nullable String evictionPolicy() {
		return this.info.text("maxmemory_policy");
	}

	@Nullable Boolean limited() {
		var limit = this.info.number("maxmemory");
		return limit.isPresent() ? limit.getAsLong() > 0 : null;
	}

	@Nullable Boolean appendOnly() {
		String text = this.info.text("aof_enabled");
		return ("0".equals(text) || "1".equals(text)) ? "1".equals(text) : null;
	}

	List<ResolvedFlavor> evicting() {
		return this.server.flavors().stream().filter(ResolvedFlavor::evicting).toList();
	}

	List<ResolvedFlavor> keeping() {
		return this.server.flavors().stream().filter((flavor) -> !flavor.evicting()).toList();
	}

	boolean holdsJobs() {
		return this.server.has(Flavor.QUEUE);
	}

	/**
	 * Whether nobody else can get at the way to the server.
	 */
	boolean isLocal() {
		Endpoint.Address address = this.server.flavors().get(0).endpoint().address();
		if (!(address instanceof Endpoint.Tcp tcp)) {
			return true;
		}
		String host = tcp.host();
		return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}")
				|| host.matches("(0{0,4}:){2,7}0{0,3}1");
	}

	/**
	 * Whether the server is as it is started without a configuration.
	 */
	boolean isUntouched() {
		return NO_EVICTION.equals(evictionPolicy()) && Boolean.FALSE.equals(limited())
				&& Boolean.FALSE.equals(appendOnly());
	}

	static String names(List<ResolvedFlavor> flavors) {
		return flavors.stream().map((flavor) -> flavor.flavor().name()).collect(Collectors.joining(", "));
	}

}
