package io.github.valkeyflavors.benchmarks.outages;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the load is changed. The script sets each as an environment variable.
 *
 * @param rate requests per second
 * @param warmUp how long a shop is warmed up, at twice the rate, before anything counts
 * @param before how long it is measured without a fault
 * @param outage how long a fault lasts
 * @param recovery how long it is measured afterwards
 * @param timeout how long a client waits for an answer
 * @param faults what fails
 * @param javaOptions options of the shops
 * @param conf the folder with the configuration of the servers
 * @param scratch a folder for logs and data
 * @param shop our shop
 * @param plainShop the same shop on plain Spring Boot starters
 */
record Settings(int rate, Duration warmUp, Duration before, Duration outage, Duration recovery, Duration timeout,
		List<Fault> faults, List<String> javaOptions, Path conf, Path scratch, Path shop, Path plainShop) {

	static Settings fromEnvironment() {
		return new Settings(Integer.parseInt(value("RATE")), seconds("WARM_UP"), seconds("BEFORE"), seconds("OUTAGE"),
				seconds("RECOVERY"), seconds("TIMEOUT"), words("FAULTS").stream().map(Fault::of).toList(),
				words("JAVA_OPTS"), Path.of("docker/valkey"), Path.of(value("SCRATCH")), Path.of(value("SHOP")),
				Path.of(value("PLAIN_SHOP")));
	}

	private static Duration seconds(String name) {
		return Duration.ofSeconds(Long.parseLong(value(name)));
	}

	private static List<String> words(String name) {
		return Arrays.stream(value(name).split(" ")).filter((word) -> !word.isBlank()).toList();
	}

	private static String value(String name) {
		Map<String, String> environment = System.getenv();
		return Objects.requireNonNull(environment.get(name), () -> "The script sets no " + name);
	}

}
