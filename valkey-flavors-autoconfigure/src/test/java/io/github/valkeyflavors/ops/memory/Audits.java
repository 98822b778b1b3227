package io.github.valkeyflavors.ops.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.server.Servers;
import io.github.valkeyflavors.queue.LocalServer;

/**
 * Fills the databases of one real server, on which all flavors live, and audits them.
 */
final class Audits {

	/**
	 * Without pauses; the choice of the keys is the same each time.
	 */
	static final Tools FAST = tools((run, nanos) -> {
	});

	private final LocalServer server;

	private final ApplicationContextRunner contextRunner;

	Audits(LocalServer server, String... properties) {
		this.server = server;
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
					DataRedisAutoConfiguration.class, ServerWatchAutoConfiguration.class))
			.withPropertyValues("valkey.host=127.0.0.1", "valkey.watch.enabled=false")
			.withPropertyValues(properties);
	}

	static Tools tools(Tools.Pauses pauses) {
		return new Tools(InstantSource.system(), System::nanoTime, pauses, () -> new SplittableRandom(5));
	}

	/**
	 * Audits one logical database.
	 */
	DatabaseMemory of(String database) {
		return of(MemoryAuditRequest.defaults().withDatabases(List.of(database)));
	}

	/**
	 * Audits what was asked for.
	 * @return the first database
	 */
	DatabaseMemory of(MemoryAuditRequest request) {
		DatabaseMemory[] found = new DatabaseMemory[1];
		use(FAST, (audit, fill) -> found[0] = audit.run(request).databases().get(0));
		return found[0];
	}

	/**
	 * Makes an audit, and closes it after its use.
	 */
	void use(Tools tools, Use use) {
		this.contextRunner.withPropertyValues("valkey.port=" + this.server.port()).run((context) -> {
			try (MemoryAudit audit = new MemoryAudit(context.getBean(Servers.class),
					context.getBean(ConnectionFactoryRouter.class), tools)) {
				use.with(audit, this::script);
			}
		});
	}

	/**
	 * Runs a script, to make many keys at once.
	 */
	void script(String script) {
		Long unused = new StringRedisTemplate(this.server.connectionFactory())
			.execute(RedisScript.of(script, Long.class), List.of());
	}

	interface Use {

		void with(MemoryAudit audit, Fill fill) throws Exception;

	}

	interface Fill {

		void script(String script);

	}

}
