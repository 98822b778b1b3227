package io.github.valkeyflavors.it.endpoints;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The endpoints without write access, over HTTP and JMX.
 */
@ValkeyServers
@TestInstance(Lifecycle.PER_CLASS)
class ReadOnlyEndpointsIT {

	private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

	private Servers servers;

	private EndpointsApplication application;

	@BeforeAll
	void start(Servers servers) {
		Map<String, String> variables = new HashMap<>();
		variables.putAll(servers.server("cache").variables("REDIS_CACHE"));
		variables.putAll(servers.server("sessions").variables("REDIS_SESSIONS"));
		variables.putAll(servers.server("queue").variables("REDIS_QUEUE"));
		this.application = EndpointsApplication.start(WebApplicationType.SERVLET, variables, "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=valkeyflavors,valkeyqueues");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@CsvSource({ "POST, valkeyflavors/cache/policy", "POST, valkeyflavors/cache/memory",
			"DELETE, valkeyflavors/cache/memory", "POST, valkeyqueues/queues/default?action=pause",
			"DELETE, valkeyqueues/queues/default", "DELETE, valkeyqueues/dead?all=true" })
	void changesNothing(String method, String path) {
		assertThat(this.application.call(method, path).status()).isEqualTo(405);
	}

	@Test
	void flushesNothing() {
		this.servers.server("cache").commands(4).set("key", "value");

		assertThat(this.application.call("DELETE", "valkeyflavors/cache/databases/cache").status()).isIn(404, 405);

		assertThat(this.servers.server("cache").commands(4).exists("key")).isOne();
	}

	@Test
	void answersByJmx() throws Exception {
		assertThat(invoke("Valkeyflavors", "flavors")).isInstanceOf(Map.class);
		assertThat(invoke("Valkeyflavors", "flavor", "cache")).isInstanceOf(Map.class);
		assertThat(invoke("Valkeyqueues", "overview")).isInstanceOf(Map.class);
	}

	@Test
	void saysByJmxWhatIsWrong() {
		assertThatException().isThrownBy(() -> invoke("Valkeyflavors", "flavor", "cash"))
			.havingRootCause()
			.withMessage("There is no flavor 'cash'. There are: cache, sessions, queue.");
	}

	private Object invoke(String endpoint, String operation, Object... arguments) throws Exception {
		ObjectName name = this.beans
			.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=" + endpoint + ",*"), null)
			.iterator()
			.next();
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return this.beans.invoke(name, operation, arguments, signature);
	}

}
