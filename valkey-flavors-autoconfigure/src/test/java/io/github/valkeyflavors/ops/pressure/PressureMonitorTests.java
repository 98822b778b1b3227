package io.github.valkeyflavors.ops.pressure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link PressureMonitor}, with readings that no server has to make.
 */
@ExtendWith(OutputCaptureExtension.class)
class PressureMonitorTests {

	private static final Server CACHE = server("cache-server", Flavor.CACHE);

	private static final Server SESSIONS = server("sessions-server", Flavor.SESSIONS);

	private static final Server SHARED = server("one-server", Flavor.CACHE, Flavor.QUEUE);

	private final List<HistoryEntry> history = new ArrayList<>();

	private final List<MemoryPressureEvent> events = new ArrayList<>();

	private final PressureMonitor monitor = new PressureMonitor(PressureThresholds.DEFAULTS,
			new PressureJournal(this.history::add));

	private Instant now = Instant.ofEpochSecond(1_000_000);

	@Test
	void publishesEachChangeOfLevelOnce() {
		this.monitor.addListener(this.events::add);
		read(CACHE, 10);
		read(CACHE, 91);
		read(CACHE, 92);
		read(CACHE, 87);
		read(CACHE, 10);

		assertThat(this.events)
			.extracting((event) -> event.previous().level(), (event) -> event.current().level(),
					(event) -> event.current().use())
			.containsExactly(tuple(PressureLevel.NORMAL, PressureLevel.HIGH, 0.91),
					tuple(PressureLevel.HIGH, PressureLevel.NORMAL, 0.1));
	}

	@Test
	void knowsUseAndSinceWhenTheLevelHolds() {
		read(CACHE, 91);
		Instant since = this.now;
		read(CACHE, 93);

		assertThat(this.monitor.pressure(Flavor.CACHE))
			.isEqualTo(new MemoryPressure("cache-server", List.of("cache"), PressureLevel.HIGH, 0.93, since));
	}

	@Test
	void knowsNothingOfServerThatHasNotAnswered() {
		accept(CACHE, null);

		assertThat(this.monitor.pressures()).isEmpty();
		assertThat(this.monitor.isAtLeast(Flavor.CACHE, PressureLevel.NORMAL)).isFalse();
	}

	@Test
	void keepsLevelOfServerThatIsAway() {
		read(CACHE, 91);
		accept(CACHE, null);

		assertThat(level()).isEqualTo(PressureLevel.HIGH);
	}

	@Test
	void keepsLevelOfServerThatDoesNotSay() {
		read(CACHE, 91);
		accept(CACHE, Map.of("used_memory", "unreadable", "maxmemory", "100"));

		assertThat(level()).isEqualTo(PressureLevel.HIGH);
	}

	@Test
	void isNormalWithoutLimit() {
		read(CACHE, 91);
		accept(CACHE, Map.of("used_memory", "91", "maxmemory", "0"));

		assertThat(level()).isEqualTo(PressureLevel.NORMAL);
	}

	@Test
	void ignoresReadingThatIsOlderThanTheLast() {
		read(CACHE, 91);
		this.monitor.accept(new ServerReading(CACHE, this.now.minusSeconds(1), info(10, "allkeys-lru"), null));

		assertThat(level()).isEqualTo(PressureLevel.HIGH);
	}

	@Test
	void toleratesListenerThatFails(CapturedOutput output) {
		this.monitor.addListener((event) -> {
			throw new IllegalStateException("listener of the application");
		});
		this.monitor.addListener(this.events::add);

		read(CACHE, 91);

		assertThat(this.events).hasSize(1);
		assertThat(output).contains("listener of the application");
	}

	@Test
	void deliversInOrderWhenListenerAsksAgain() {
		this.monitor.addListener((event) -> {
			if (event.reaches(PressureLevel.HIGH)) {
				read(CACHE, 10);
			}
		});
		this.monitor.addListener(this.events::add);

		read(CACHE, 91);

		assertThat(this.events).extracting((event) -> event.current().level())
			.containsExactly(PressureLevel.HIGH, PressureLevel.NORMAL);
	}

	@Test
	void warnsOfServerThatMustNotEvict(CapturedOutput output) {
		accept(SESSIONS, "noeviction", 91);

		assertThat(lines(output)).singleElement()
			.asString()
			.contains("WARN", "Flavor 'sessions' on sessions-server: memory is at 91 % of maxmemory, level high after "
					+ "normal. When it is full it refuses writes: raise maxmemory, or find out with a memory audit");
	}

	@Test
	void warnsOfSharedServerThatEvictsWhatMustBeKept(CapturedOutput output) {
		accept(SHARED, "allkeys-lru", 91);

		assertThat(lines(output)).singleElement()
			.asString()
			.contains("WARN", "Flavors 'cache', 'queue' on one-server", "evicts by 'allkeys-lru'", "noeviction");
	}

	@Test
	void warnsOfCacheThatRefusesWrites(CapturedOutput output) {
		accept(CACHE, "noeviction", 91);

		assertThat(lines(output)).singleElement().asString().contains("WARN", "refuses writes");
	}

	@Test
	void informsOfFullCacheThatEvicts(CapturedOutput output) {
		read(CACHE, 100);

		assertThat(lines(output)).singleElement().asString().contains("INFO", "level critical", "as a cache may");
	}

	@Test
	void informsOfFallingPressure(CapturedOutput output) {
		accept(SESSIONS, "noeviction", 91);
		accept(SESSIONS, "noeviction", 50);

		assertThat(lines(output)).hasSize(2)
			.last()
			.asString()
			.contains("INFO")
			.endsWith("memory is at 50 % of maxmemory, level normal after high");
	}

	@Test
	void remembersEachChange() {
		read(SHARED, 91);
		read(SHARED, 50);

		assertThat(this.history).extracting(HistoryEntry::kind, HistoryEntry::server, HistoryEntry::flavor)
			.containsOnly(tuple(HistoryEntry.Kind.PRESSURE, "one-server", "cache,queue"));
		assertThat(this.history).last()
			.extracting(HistoryEntry::text)
			.isEqualTo("Memory is at 50 % of maxmemory, level normal after high");
	}

	@Test
	void notesReactionWhenItBeginsAndWhenItEnds() {
		this.monitor.addListener(new PressureReaction(PressureLevel.HIGH, Set.of("cache"), "begins", "ends",
				new PressureJournal(this.history::add)));
		for (int percentage : new int[] { 82, 91, 96, 91, 10 }) {
			read(CACHE, percentage);
			accept(SESSIONS, "noeviction", percentage);
		}

		assertThat(this.history).extracting(HistoryEntry::text)
			.filteredOn((text) -> text.matches("Begins|Ends"))
			.containsExactly("Begins", "Ends");
	}

	private PressureLevel level() {
		return Objects.requireNonNull(this.monitor.pressure(Flavor.CACHE)).level();
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("memory is")).toList();
	}

	private void read(Server server, int percentage) {
		accept(server, "allkeys-lru", percentage);
	}

	private void accept(Server server, String policy, int percentage) {
		this.now = this.now.plusSeconds(10);
		this.monitor.accept(new ServerReading(server, this.now, info(percentage, policy), null));
	}

	private void accept(Server server, @Nullable Map<String, String> fields) {
		this.now = this.now.plusSeconds(10);
		this.monitor.accept((fields != null) ? new ServerReading(server, this.now, new ServerInfo(fields), null)
				: new ServerReading(server, this.now, null, OutageReason.TIMEOUT));
	}

	private static ServerInfo info(int percentage, String policy) {
		return new ServerInfo(Map.of("used_memory", "" + percentage, "maxmemory", "100", "maxmemory_policy", policy));
	}

	private static Server server(String address, Flavor... flavors) {
		Endpoint endpoint = new Endpoint(new Endpoint.Tcp(address, 6379), null, null, false, null);
		return new Server(address,
				List.of(flavors)
					.stream()
					.map((flavor) -> new ResolvedFlavor(flavor, flavor.equals(Flavor.CACHE), endpoint, true, "test"))
					.toList(),
				List.of(), List.of());
	}

}
