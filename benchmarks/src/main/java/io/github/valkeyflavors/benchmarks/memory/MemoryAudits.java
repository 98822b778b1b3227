package io.github.valkeyflavors.benchmarks.memory;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.DedicatedConnections;
import io.github.valkeyflavors.ops.memory.DatabaseMemory;
import io.github.valkeyflavors.ops.memory.Estimate;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.memory.MemoryAuditRequest;
import io.github.valkeyflavors.ops.memory.MemoryReport;

/**
 * Fills a server, measures all of it, audits it, and prints what that cost and how far
 * the estimates were off, as Markdown.
 */
public final class MemoryAudits {

	/**
	 * The logical databases that are filled, on one server, and their part of the keys in
	 * percent.
	 */
	private static final List<Part> PARTS = List.of(new Part("sessions", 10), new Part("queue", 5),
			new Part("cache", 50), new Part("api-cache", 35));

	private final ConfigurableApplicationContext context;

	private final PrintStream page = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private final List<Truth> truths = new ArrayList<>();

	private MemoryAudits(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Configuration.class)
			.web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--logging.level.root=warn", "--valkey.queue.worker.enabled=false",
					"--valkey.command-timeout=30s", "--valkey.watch.enabled=false")) {
			new MemoryAudits(context).run(number("KEYS"), number("ROUNDS"));
		}
	}

	private static int number(String name) {
		return Integer.parseInt(Objects.requireNonNull(System.getenv(name), name + " is not set: run the script"));
	}

	private void run(int keys, int rounds) {
		for (Part part : PARTS) {
			new Keys(database(part), part.database, part.percent).fill(keys / 100 * part.percent);
			this.truths.add(Truth.of((DedicatedConnections) database(part)));
		}
		costsHead();
		List<MemoryReport> reports = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			reports.add(audit("default sample", MemoryAuditRequest.defaults()));
		}
		MemoryReport everything = audit("every key", MemoryAuditRequest.defaults().withSampleFraction(1));
		this.page.printf(
				"%n| database | keys | true memory, MB | measured | estimate, MB | off by | interval | holds it |%n");
		this.page.println("|---|---:|---:|---:|---:|---:|---:|---|");
		accuracy(reports.get(0));
		accuracy(everything);
		List<Boolean> held = reports.stream().flatMap((report) -> held(report).stream()).toList();
		this.page.printf("%nOf %d intervals of all default samples %d hold the true memory.%n", held.size(),
				held.stream().filter((each) -> each).count());
	}

	private void costsHead() {
		this.page
			.printf("%n| audit | duration, s | keys/s | server's time by its commands | by its main thread | said |%n");
		this.page.println("|---|---:|---:|---:|---:|---:|");
	}

	private MemoryReport audit(String name, MemoryAuditRequest request) {
		MemoryAuditRequest all = request.withFlavors(List.of("sessions", "queue", "cache"));
		double commandsBefore = commandSeconds();
		double threadBefore = threadSeconds();
		long start = System.nanoTime();
		MemoryReport report = this.context.getBean(MemoryAudit.class).run(all);
		double seconds = (System.nanoTime() - start) / 1e9;
		long seen = report.databases().stream().mapToLong(DatabaseMemory::seen).sum();
		this.page.printf(Locale.ROOT, "| %s | %.1f | %,.0f | %.1f %% | %.1f %% | %.1f %% |%n", name, seconds,
				seen / seconds, 100 * (commandSeconds() - commandsBefore) / seconds,
				100 * (threadSeconds() - threadBefore) / seconds, 100 * report.servers().get(0).serverShare());
		return report;
	}

	private void accuracy(MemoryReport report) {
		for (int i = 0; i < PARTS.size(); i++) {
			DatabaseMemory found = find(report, PARTS.get(i));
			Truth truth = this.truths.get(i);
			Estimate bytes = Objects.requireNonNull(found.bytes());
			this.page.printf(Locale.ROOT, "| %s | %,d | %.1f | %,d | %.1f | %+.2f %% | ± %.2f %% | %s |%n",
					found.database(), truth.keys(), truth.bytes() / 1e6, found.measured(), bytes.value() / 1e6,
					100.0 * (bytes.value() - truth.bytes()) / truth.bytes(), 100 * bytes.relativeError(),
					(bytes.relativeError() == 0) ? "–" : bytes.contains(truth.bytes()) ? "yes" : "no");
		}
	}

	/**
	 * Whether the intervals hold the truth, of databases of which only a sample was
	 * measured.
	 */
	private List<Boolean> held(MemoryReport report) {
		List<Boolean> held = new ArrayList<>();
		for (int i = 0; i < PARTS.size(); i++) {
			Estimate bytes = Objects.requireNonNull(find(report, PARTS.get(i)).bytes());
			if (bytes.relativeError() > 0) {
				held.add(bytes.contains(this.truths.get(i).bytes()));
			}
		}
		return held;
	}

	private static DatabaseMemory find(MemoryReport report, Part part) {
		return report.databases()
			.stream()
			.filter((database) -> database.database().equals(part.database))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * What all commands of all clients took.
	 */
	private double commandSeconds() {
		return info("commandstats").values()
			.stream()
			.map((value) -> value.toString().replaceAll(".*usec=(\\d+),.*", "$1"))
			.mapToLong(Long::parseLong)
			.sum() / 1e6;
	}

	/**
	 * What the thread that executes commands took, with reading, parsing, writing, and
	 * what a server does when it is idle.
	 */
	private double threadSeconds() {
		Properties cpu = info("cpu");
		return Double.parseDouble(cpu.getProperty("used_cpu_user_main_thread"))
				+ Double.parseDouble(cpu.getProperty("used_cpu_sys_main_thread"));
	}

	private Properties info(String section) {
		try (RedisConnection connection = database(PARTS.get(0)).getConnection()) {
			return Objects.requireNonNull(connection.serverCommands().info(section));
		}
	}

	private RedisConnectionFactory database(Part part) {
		return this.context.getBean(ConnectionFactoryRouter.class).forDatabase(part.database);
	}

	private record Part(String database, int percent) {

	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

	}

}
