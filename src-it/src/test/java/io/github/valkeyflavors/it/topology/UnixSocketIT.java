package io.github.valkeyflavors.it.topology;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.devserver.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A flavor on a Unix domain socket, with netty's native transport.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64",
		disabledReason = "The native transport among the dependencies is that of Linux on x86-64")
class UnixSocketIT {

	@Test
	void connectsToSocketByUrl(@TempDir Path folder) throws Exception {
		Path socket = folder.resolve("s");
		Path configuration = Files.writeString(folder.resolve("server.conf"), "unixsocket " + socket + "\n");
		try (ServerProcess server = ServerProcess.startOnFreePort(ServerExecutable.find(), configuration, folder);
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.NONE)
					.run("--REDIS_CACHE_URL=unix://" + socket, "--valkey.queue.worker.enabled=false")) {
			StringRedisTemplate template = context.getBean("apiCacheStringRedisTemplate", StringRedisTemplate.class);

			template.opsForValue().set("key", "value");

			assertThat(template.opsForValue().get("key")).isEqualTo("value");
			assertThat(server.handle().isAlive()).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
