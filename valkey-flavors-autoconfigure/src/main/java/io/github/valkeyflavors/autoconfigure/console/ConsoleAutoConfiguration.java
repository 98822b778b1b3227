package io.github.valkeyflavors.autoconfigure.console;

import java.time.InstantSource;
import java.util.function.Supplier;

import jakarta.servlet.Servlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.queue.QueueAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.console.ConsoleAccess;
import io.github.valkeyflavors.console.ConsoleServlet;
import io.github.valkeyflavors.console.ConsoleSources;
import io.github.valkeyflavors.console.LoopbackAccess;
import io.github.valkeyflavors.console.RoleAccess;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.queue.admin.JobQueues;

/**
 * Auto-configuration of the console of a servlet application, where
 * {@code valkey.console.enabled} asks for it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ServerWatchAutoConfiguration.class, QueueAutoConfiguration.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Servlet.class, JsonMapper.class, ServletRegistrationBean.class })
@ConditionalOnBean(ConnectionFactoryRouter.class)
@ConditionalOnBooleanProperty("valkey.console.enabled")
@EnableConfigurationProperties(ConsoleProperties.class)
public final class ConsoleAutoConfiguration {

	@Bean
	ServletRegistrationBean<ConsoleServlet> valkeyConsole(ConsoleProperties properties, ConsoleAccess access,
			Environment environment, ObjectProvider<ServerWatch> watch, ObjectProvider<PolicyAudit> policy,
			ObjectProvider<PressureMonitor> pressure, ObjectProvider<FlavorHistory> history,
			ObjectProvider<JobQueues> queues) {
		// Later, because servlets are made before everything else
		Supplier<ConsoleSources> sources = SingletonSupplier
			.of(() -> new ConsoleSources(environment.getProperty("spring.application.name", ""), watch.getIfAvailable(),
					policy.getIfAvailable(), pressure.getIfAvailable(), history.getIfAvailable(),
					queues.getIfAvailable()));
		ServletRegistrationBean<ConsoleServlet> registration = new ServletRegistrationBean<>(
				new ConsoleServlet(sources, access, InstantSource.system()), properties.path() + "/*");
		registration.setName("valkeyConsole");
		return registration;
	}

	/**
	 * Access by the roles of Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityFilterChain.class)
	static class RoleConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConsoleAccess valkeyConsoleAccess(ConsoleProperties properties, ObjectProvider<SecurityFilterChain> chains) {
			return new RoleAccess(SingletonSupplier.of(() -> chains.orderedStream().toList()), properties.viewerRole(),
					properties.operatorRole(), new LoopbackAccess());
		}

	}

	/**
	 * Access from the machine itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.web.SecurityFilterChain")
	static class LoopbackConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConsoleAccess valkeyLoopbackConsoleAccess() {
			return new LoopbackAccess();
		}

	}

}
