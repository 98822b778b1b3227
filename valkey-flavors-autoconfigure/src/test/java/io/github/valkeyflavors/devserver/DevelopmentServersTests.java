package io.github.valkeyflavors.devserver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DevelopmentServers} with real processes.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentServersTests {

	private static final List<DevelopmentServerSpec> THREE_FLAVORS = List.of(
			new DevelopmentServerSpec("cache", ServerPolicy.CACHE),
			new DevelopmentServerSpec("sessions", ServerPolicy.SESSIONS),
			new DevelopmentServerSpec("queue", ServerPolicy.QUEUE));

	private final Log logger = LogFactory.getLog(getClass());

	private final List<Runnable> shutdown = new ArrayList<>();

	@AfterEach
	void stopServers() {
		this.shutdown.forEach(Runnable::run);
	}

	@ParameterizedTest
	@MethodSource("executables")
	void startsEachFlavorWithItsPolicy(ServerExecutable executable) {
		DevelopmentServers servers = start(THREE_FLAVORS, executable);

		assertThat(config(servers, "cache", "maxmemory-policy")).isEqualTo("allkeys-lfu");
		assertThat(config(servers, "cache", "save")).isEmpty();
		assertThat(config(servers, "sessions", "maxmemory-policy")).isEqualTo("noeviction");
		assertThat(config(servers, "sessions", "notify-keyspace-events")).contains("E", "g", "x");
		assertThat(config(servers, "queue", "maxmemory-policy")).isEqualTo("noeviction");
		assertThat(config(servers, "queue", "appendonly")).isEqualTo("yes");
	}

	@Test
	void startsOneServerForEachFlavor() {
		DevelopmentServers servers = start(THREE_FLAVORS);

		assertThat(List.of(servers.port("cache"), servers.port("sessions"), servers.port("queue")))
			.doesNotHaveDuplicates();
	}

	@Test
	void startsAnotherFlavorWithThePolicyOfItsSpec() {
		DevelopmentServers servers = start(List.of(new DevelopmentServerSpec("locks", ServerPolicy.QUEUE)));

		assertThat(config(servers, "locks", "appendonly")).isEqualTo("yes");
	}

	@Test
	void listensOnLoopbackOnly() {
		DevelopmentServers servers = start(THREE_FLAVORS);

		assertThat(config(servers, "cache", "bind")).isEqualTo("127.0.0.1");
	}

	@Test
	void warnsOnceThatTheServersAreForDevelopment(CapturedOutput output) {
		DevelopmentServers servers = start(THREE_FLAVORS);

		assertThat(output).containsOnlyOnce("DEVELOPMENT SERVERS, not for production")
			.contains("WARN", "sessions on 127.0.0.1:" + servers.port("sessions"), "data is lost");
	}

	@Test
	void closeEndsEveryProcess() {
		DevelopmentServers servers = start(THREE_FLAVORS);
		List<Integer> ports = List.of(servers.port("cache"), servers.port("sessions"), servers.port("queue"));

		servers.close();

		assertThat(ports).noneMatch(RespClient::isListening);
	}

	@Test
	void closeDeletesTheData() {
		DevelopmentServers servers = start(THREE_FLAVORS);
		Path folder = Path.of(config(servers, "queue", "dir")).getParent();
		assertThat(folder).isDirectory();

		servers.close();

		assertThat(folder).doesNotExist();
	}

	@Test
	void closeTwiceIsHarmless() {
		DevelopmentServers servers = start(THREE_FLAVORS);

		servers.close();
		servers.close();

		assertThatIllegalArgumentException().isThrownBy(() -> servers.port("cache"));
	}

	@Test
	void shutdownActionStopsTheServers() {
		DevelopmentServers servers = start(THREE_FLAVORS);
		int port = servers.port("cache");

		assertThat(this.shutdown).singleElement().satisfies(Runnable::run);

		assertThat(RespClient.isListening(port)).isFalse();
	}

	@Test
	void refusesTwoServersForOneFlavor() {
		DevelopmentServerSpec spec = new DevelopmentServerSpec("cache", ServerPolicy.CACHE);

		assertThatIllegalArgumentException().isThrownBy(() -> start(List.of(spec, spec)))
			.withMessage("Flavor 'cache' has two development servers");
	}

	@Test
	void refusesAFlavorThatIsNoPlainName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DevelopmentServerSpec("../x", ServerPolicy.CACHE))
			.withMessageContaining("'../x'");
	}

	@Test
	void namesTheFlavorThatDidNotStart() {
		ServerExecutable notAServer = new ServerExecutable("false", "test");

		assertThatExceptionOfType(DevelopmentServerException.class).isThrownBy(() -> start(THREE_FLAVORS, notAServer))
			.withMessageContaining("flavor 'cache' did not start")
			.withMessageContaining("'false' (test)")
			.withMessageContaining("exited with code 1");
	}

	@Test
	void portOfAnUnknownFlavorNamesTheKnownOnes() {
		DevelopmentServers servers = start(THREE_FLAVORS);

		assertThatIllegalArgumentException().isThrownBy(() -> servers.port("search"))
			.withMessage("No development server runs for flavor 'search', only for [cache, sessions, queue]");
	}

	private static List<ServerExecutable> executables() {
		return List.of(ServerExecutable.find(), ServerExecutable.embedded().orElseThrow());
	}

	private DevelopmentServers start(List<DevelopmentServerSpec> specs) {
		return start(specs, ServerExecutable.find());
	}

	private DevelopmentServers start(List<DevelopmentServerSpec> specs, ServerExecutable executable) {
		return DevelopmentServers.start(specs, this.logger, this.shutdown::add, executable);
	}

	private String config(DevelopmentServers servers, String flavor, String name) {
		return RespClient.config(servers.port(flavor), name);
	}

}
