package io.github.valkeyflavors.autoconfigure.devserver;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

import io.github.valkeyflavors.autoconfigure.DeclaredTopologyReader;
import io.github.valkeyflavors.autoconfigure.FlavorConnectionDetails;
import io.github.valkeyflavors.devserver.DevelopmentServerSpec;
import io.github.valkeyflavors.devserver.DevelopmentServers;
import io.github.valkeyflavors.devserver.ServerPolicy;
import io.github.valkeyflavors.topology.DeclaredTopology;
import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;

/**
 * Registers the development servers and the connection details of each flavor. A flavor
 * of the application gets the policy of the cache when it evicts, and that of the
 * sessions otherwise. Asks at run time, also in an application that was processed ahead
 * of time, and registers nothing when any property or variable says where a server is.
 */
final class DevelopmentServersRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		DeclaredTopology declared = DeclaredTopologyReader.read(environment);
		if (declared.hasAddress() || !environment.getProperty("valkey.dev-server.enabled", Boolean.class, false)) {
			return;
		}
		Map<String, ServerPolicy> policies = policies(declared.flavors());
		registry.registerBean("valkeyDevelopmentServers", DevelopmentServers.class,
				(spec) -> spec.supplier((context) -> start(policies)));
		for (String flavor : policies.keySet()) {
			registry.registerBean("valkeyDevelopmentServer-" + flavor, DevelopmentServerConnectionDetails.class,
					(spec) -> spec.supplier((context) -> new DevelopmentServerConnectionDetails(flavor,
							context.bean(DevelopmentServers.class).port(flavor))));
		}
	}

	private static Map<String, ServerPolicy> policies(Map<String, DeclaredFlavor> declared) {
		Map<String, ServerPolicy> policies = new TreeMap<>();
		declared.forEach((name, flavor) -> policies.put(name,
				Boolean.TRUE.equals(flavor.evicting()) ? ServerPolicy.CACHE : ServerPolicy.SESSIONS));
		policies.putAll(
				Map.of("cache", ServerPolicy.CACHE, "sessions", ServerPolicy.SESSIONS, "queue", ServerPolicy.QUEUE));
		return policies;
	}

	private static DevelopmentServers start(Map<String, ServerPolicy> policies) {
		Set<Map.Entry<String, ServerPolicy>> entries = policies.entrySet();
		return DevelopmentServers.start(
				entries.stream().map((entry) -> new DevelopmentServerSpec(entry.getKey(), entry.getValue())).toList(),
				LogFactory.getLog(DevelopmentServers.class), SpringApplication.getShutdownHandlers()::add);
	}

	/**
	 * The connection details of one development server.
	 */
	record DevelopmentServerConnectionDetails(String flavor, int port) implements FlavorConnectionDetails {

		@Override
		public String getFlavor() {
			return this.flavor;
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public int getPort() {
			return this.port;
		}

	}

}
