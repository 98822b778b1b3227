package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.memory.MemoryAuditRequest;
import io.github.valkeyflavors.ops.server.Servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MemoryAuditAutoConfiguration}.
 */
class MemoryAuditAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, MemoryAuditAutoConfiguration.class));

	@Test
	void hasNoThreadBeforeAnAuditStarts() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(MemoryAudit.class);
			assertThat(context.getBean(MemoryAudit.class).runs()).isEmpty();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("valkey-memory-audit");
		});
	}

	@Test
	void isClosedWithTheContext() {
		MemoryAudit[] audit = new MemoryAudit[1];
		this.contextRunner.run((context) -> audit[0] = context.getBean(MemoryAudit.class));

		assertThatIllegalStateException().isThrownBy(() -> audit[0].start(MemoryAuditRequest.defaults()));
	}

	@Test
	void beanOfTheApplicationWins() {
		this.contextRunner.withUserConfiguration(OwnAudit.class)
			.run((context) -> assertThat(context).hasSingleBean(MemoryAudit.class).hasBean("ownAudit"));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("valkey.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MemoryAudit.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAudit {

		@Bean
		MemoryAudit ownAudit(Servers servers, ConnectionFactoryRouter router) {
			return new MemoryAudit(servers, router, InstantSource.system());
		}

	}

}
