package io.github.valkeyflavors.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.valkeyflavors.it.servers.RepositoryFolder;

/**
 * The names of metrics, as Prometheus knows them.
 */
public final class MetricNames {

	private static final String FOLDER = "docker/observability/";

	private static final Pattern IN_EXPRESSION = Pattern.compile("\\bvalkey_[a-z0-9_]+");

	private static final Pattern IN_SCRAPE = Pattern.compile("(?m)^[a-z][a-z0-9_]*(?=[{ ])");

	private MetricNames() {
	}

	/**
	 * The names in a file of {@code docker/observability}.
	 */
	public static Set<String> inFile(String file) throws IOException {
		return find(IN_EXPRESSION, Files.readString(RepositoryFolder.resolve(FOLDER + file)));
	}

	/**
	 * The names in the alerts and in the dashboard.
	 */
	public static Set<String> shipped() throws IOException {
		Set<String> names = new TreeSet<>(inFile("prometheus/valkey-flavors.rules.yml"));
		names.addAll(inFile("grafana/dashboards/valkey-flavors.json"));
		return names;
	}

	/**
	 * The names in what Prometheus scrapes.
	 */
	public static Set<String> inScrape(String scrape) {
		return find(IN_SCRAPE, scrape);
	}

	private static Set<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

}
