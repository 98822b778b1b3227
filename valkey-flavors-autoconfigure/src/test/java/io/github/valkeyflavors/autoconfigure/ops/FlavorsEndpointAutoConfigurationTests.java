package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.FlavorConnectionDetails;
import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.ops.endpoint.FlavorDescriptor;
import io.github.valkeyflavors.ops.endpoint.FlavorsEndpoint;
import io.github.valkeyflavors.ops.endpoint.FlavorsEndpointWebExtension;
import io.github.valkeyflavors.ops.endpoint.PolicyDescriptor;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.ops.endpoint.Setting;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FlavorsEndpointAutoConfiguration} and the endpoint. Over HTTP, and
 * with servers that are away, it is in the integration tests.
 */
@ExtendWith(OutputCaptureExtension.class)
class FlavorsEndpointAutoConfigurationTests {

	private static final String DEFAULT = "default";

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, FlavorsEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=valkeyflavors", "valkey.host=127.0.0.1",
				"valkey.port=" + server.port());

	@Test
	void isAbsentUnlessExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(FlavorsEndpoint.class)
				.doesNotHaveBean(FlavorsEndpointWebExtension.class));
	}

	@Test
	void isAbsentWithoutActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyFlavorsEndpoint"));
	}

	@Test
	void showsEachFlavor() {
		this.contextRunner.run((context) -> assertThat(endpoint(context).flavors().flavors()).containsOnlyKeys("cache",
				"sessions", "queue"));
	}

	@Test
	void leavesOutPartsThatAreNotThere() {
		this.contextRunner.run((context) -> {
			FlavorDescriptor cache = endpoint(context).flavor("cache");

			assertThat(cache.policy()).isNull();
			assertThat(cache.pressure()).isNull();
			assertThat(cache.memory()).isNull();
		});
	}

	@Test
	void namesOriginOfEachValue() {
		this.contextRunner
			.withPropertyValues("REDIS_CACHE_HOST=localhost", "valkey.flavors.cache.host=${REDIS_CACHE_HOST}",
					"valkey.command-timeout=300ms", "valkey.databases.cache.index=9")
			.run((context) -> {
				FlavorDescriptor cache = endpoint(context).flavor("cache");

				assertThat(cache.endpoint().get("host")).satisfies(from("localhost", "valkey.flavors.cache.host ("));
				assertThat(cache.endpoint().get("port")).satisfies(from(server.port(), "valkey.port ("));
				assertThat(cache.endpoint().get("tls")).isEqualTo(new Setting(false, DEFAULT));
				assertThat(cache.endpoint().get("connectTimeout")).isEqualTo(new Setting("1000ms", DEFAULT));
				assertThat(cache.endpoint().get("commandTimeout")).satisfies(from("300ms", "valkey.command-timeout ("));
				assertThat(cache.evicting()).isEqualTo(new Setting(true, DEFAULT));
				assertThat(cache.databases()).filteredOn((database) -> database.name().equals("cache"))
					.singleElement()
					.satisfies((database) -> assertThat(database.index())
						.satisfies(from(9, "valkey.databases.cache.index (")));
			});
	}

	@Test
	void hidesCredentialsButNamesTheirOrigin() {
		this.contextRunner.withPropertyValues("valkey.username=ada", "valkey.password=secret").run((context) -> {
			FlavorDescriptor cache = endpoint(context).flavor("cache");

			assertThat(cache.endpoint().get("username")).satisfies(from("******", "valkey.username ("));
			assertThat(cache.endpoint().get("password")).satisfies(from("******", "valkey.password ("));
		});
	}

	@Test
	void namesConnectionDetailsForWhatTheyGive() {
		this.contextRunner.withBean("container", FlavorConnectionDetails.class, Container::new).run((context) -> {
			FlavorDescriptor cache = endpoint(context).flavor("cache");

			assertThat(cache.endpoint().get("host")).satisfies(from("127.0.0.1", "connection details 'container'"));
			assertThat(cache.endpoint().get("port")).satisfies(from(server.port(), "connection details 'container'"));
		});
	}

	@Test
	void showsWhatTheServerSaid() {
		this.contextRunner.run((context) -> {
			template(context, "cache").opsForValue().set("key", "value");
			context.getBean(ServerWatch.class).refresh();

			FlavorDescriptor cache = endpoint(context).flavor("cache");

			assertThat(cache.server().state()).isEqualTo("answered");
			assertThat(cache.server().flavors()).containsExactlyInAnyOrder("cache", "sessions", "queue");
			FlavorDescriptor.Facts facts = Objects.requireNonNull(cache.server().facts());
			assertThat(facts.role()).isEqualTo("primary");
			assertThat(facts.usedMemory()).isPositive();
			assertThat(cache.databases()).filteredOn((database) -> database.name().equals("cache"))
				.singleElement()
				.satisfies((database) -> assertThat(database.keys()).isOne());
		});
	}

	@Test
	void saysUnknownOfServerThatWasNotAskedYet() {
		this.contextRunner.withPropertyValues("valkey.watch.enabled=false")
			.run((context) -> assertThat(endpoint(context).flavor("cache").server().state()).isEqualTo("unknown"));
	}

	@Test
	void showsThatTheBreakerIsOpen() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.port=1").run((context) -> {
			context.getBean(ServerWatch.class).refresh();

			FlavorDescriptor cache = endpoint(context).flavor("cache");

			FlavorDescriptor.Breaker breaker = Objects.requireNonNull(cache.breaker());
			assertThat(breaker.state()).isEqualTo("open");
			assertThat(breaker.reason()).isEqualTo("disconnected");
			assertThat(breaker.since()).isBeforeOrEqualTo(InstantSource.system().instant());
			assertThat(cache.server().state()).isEqualTo("away");
			assertThat(cache.server().problem()).isEqualTo("disconnected");
			assertThat(endpoint(context).flavor("queue").server().state()).isEqualTo("answered");
		});
	}

	@Test
	void runsPolicyAudit() {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class).run((context) -> {
			PolicyDescriptor found = (PolicyDescriptor) endpoint(context).runAudit("cache", "policy");

			assertThat(found.audited()).isTrue();
			assertThat(endpoint(context).flavor("cache").policy()).isEqualTo(found);
			assertThat(endpoint(context).flavor("cache").server().state()).isEqualTo("answered");
		});
	}

	@Test
	void saysThatServerWasNotAuditedYet() {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class)
			.withPropertyValues("valkey.flavors.cache.port=1")
			.run((context) -> {
				PolicyDescriptor away = (PolicyDescriptor) endpoint(context).runAudit("cache", "policy");
				PolicyDescriptor answered = (PolicyDescriptor) endpoint(context).audit("queue", "policy", null);

				assertThat(away.audited()).isFalse();
				assertThat(away.at()).isNull();
				assertThat(away.findings()).extracting(PolicyFinding::found).containsExactly("no answer to INFO yet");
				assertThat(answered.audited()).isTrue();
				assertThat(answered.at()).isNotNull();
			});
	}

	@Test
	void logsWhatWasChangedAndByWhom(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class).run((context) -> {
			FlavorsEndpointWebExtension web = context.getBean(FlavorsEndpointWebExtension.class);

			web.flush(SecurityContext.NONE, "cache", "databases", "api-cache");
			web.flush(SecurityContext.NONE, "queue", "databases", "queue");
			endpoint(context).runAudit("cache", "policy");

			assertThat(output.getOut().lines().filter((line) -> line.contains("Endpoint valkeyflavors"))).hasSize(2)
				.anyMatch((line) -> line.endsWith(
						"by somebody who has not logged in: flush of logical database 'api-cache' of flavor 'cache': index 5 at 127.0.0.1:"
								+ server.port()))
				.anyMatch((line) -> line.contains("by JMX: policy audit of all flavors: findings about 'cache': "));
		});
	}

	@Test
	void flushesOneDatabaseOfEvictingFlavor() {
		this.contextRunner.run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			template(context, "cache").opsForValue().set("key", "value");
			template(context, "queue").opsForValue().set("key", "value");

			endpoint(context).flush("cache", "databases", "api-cache");

			assertThat(template(context, "apiCache").hasKey("key")).isFalse();
			assertThat(template(context, "cache").hasKey("key")).isTrue();
			assertThat(template(context, "queue").hasKey("key")).isTrue();
		});
	}

	@ParameterizedTest
	@CsvSource({ "queue, queue", "queue, locks", "sessions, sessions" })
	void neverFlushesWhatMustNotVanish(String flavor, String database) {
		this.contextRunner.run((context) -> {
			template(context, database).opsForValue().set("key", "value");

			assertThatProblem(400, () -> endpoint(context).flush(flavor, "databases", database))
				.withMessageContaining("does not evict");

			assertThat(template(context, database).hasKey("key")).isTrue();
		});
	}

	@Test
	void doesNotFlushDatabaseOfAnotherFlavorUnderAnotherNameOfTheServer() {
		this.contextRunner
			.withPropertyValues("valkey.flavors.queue.host=localhost", "valkey.databases.jobs.flavor=queue",
					"valkey.databases.jobs.index=5")
			.run((context) -> {
				template(context, "jobs").opsForValue().set("key", "value");
				context.getBean(ServerWatch.class).refresh();

				assertThatProblem(409, () -> endpoint(context).flush("cache", "databases", "api-cache"))
					.withMessageContaining("'api-cache' is not flushed: it has the index of 'jobs'");

				assertThat(template(context, "jobs").hasKey("key")).isTrue();
			});
	}

	@Test
	void doesNotFlushDatabaseOfAnotherFlavor() {
		this.contextRunner.run((context) -> assertThatProblem(404,
				() -> endpoint(context).flush("cache", "databases", "queue"))
			.withMessage(
					"Flavor 'cache' has no logical database 'queue'. It has: geocoder, cable, cache, api-cache, rate-limits."));
	}

	@Test
	void namesFlavorsThereAreForUnknownOne() {
		this.contextRunner.run((context) -> assertThatProblem(404, () -> endpoint(context).flavor("cash"))
			.withMessage("There is no flavor 'cash'. There are: cache, sessions, queue."));
	}

	@Test
	void refusesUnknownAuditAndFormat() {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class).run((context) -> {
			assertThatProblem(404, () -> endpoint(context).runAudit("cache", "tax"));
			assertThatProblem(404, () -> endpoint(context).audit("cache", "tax", null));
			assertThatProblem(400, () -> endpoint(context).audit("cache", "policy", "pdf"));
			assertThatProblem(404, () -> endpoint(context).cancelAudit("cache", "policy"));
			assertThatProblem(404, () -> endpoint(context).flush("cache", "tables", "cache"));
		});
	}

	@Test
	void saysThatThereIsNoAudit() {
		this.contextRunner.run((context) -> {
			assertThatProblem(404, () -> endpoint(context).runAudit("cache", "policy"));
			assertThatProblem(404, () -> endpoint(context).runAudit("cache", "memory"));
		});
	}

	@Test
	void extensionAnswersWithProblem() {
		this.contextRunner.run((context) -> {
			WebEndpointResponse<Object> answer = context.getBean(FlavorsEndpointWebExtension.class).flavor("cash");

			assertThat(answer.getStatus()).isEqualTo(404);
			assertThat(answer.getContentType()).hasToString("application/problem+json");
		});
	}

	private static ThrowableAssertAlternative<ProblemException> assertThatProblem(int status,
			ThrowingCallable operation) {
		return assertThatExceptionOfType(ProblemException.class).isThrownBy(operation)
			.satisfies((ex) -> assertThat(ex.problem().status()).isEqualTo(status));
	}

	private static Consumer<Setting> from(Object value, String origin) {
		return (setting) -> {
			assertThat(setting.value()).isEqualTo(value);
			assertThat(setting.origin()).startsWith(origin);
		};
	}

	private static FlavorsEndpoint endpoint(AssertableApplicationContext context) {
		return context.getBean(FlavorsEndpoint.class);
	}

	private static StringRedisTemplate template(AssertableApplicationContext context, String database) {
		return context.getBean(database + "StringRedisTemplate", StringRedisTemplate.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class AuditConfiguration {

		@Bean
		PolicyAudit policyAudit(ServerWatch watch) {
			return new PolicyAudit(watch);
		}

	}

	/**
	 * Says where the cache lives.
	 */
	private static final class Container implements FlavorConnectionDetails {

		@Override
		public String getFlavor() {
			return "cache";
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public int getPort() {
			return server.port();
		}

	}

}
