package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.DatabaseMemory.LargeKey;
import io.github.valkeyflavors.ops.memory.MemoryReport.ServerMemory;

/**
 * A memory report as Markdown.
 */
final class MarkdownMemoryReport {

	private static final long KILO = 1024;

	private static final String UNKNOWN = "unknown";

	private final MemoryReport report;

	private final StringBuilder page = new StringBuilder();

	MarkdownMemoryReport(MemoryReport report) {
		this.report = report;
	}

	String text() {
		line("# Memory audit");
		line("");
		line("%s, %s%s. After ± is the half width of the 95 %% interval of an estimate.", this.report.startedAt(),
				seconds(this.report.duration()), this.report.complete() ? "" : ", cancelled before the end");
		table("server", "read from", "memory used", "server's time, at most");
		this.report.servers().forEach(this::server);
		this.report.servers().forEach((server) -> {
			if (server.note() != null) {
				line("");
				line("%s: %s.", code(server.server()), server.note());
			}
		});
		table("database", "flavor", "keys", "measured", "memory", "without time to live");
		this.report.databases().forEach(this::database);
		this.report.databases().stream().filter((database) -> hasDetails(database)).forEach(this::details);
		return this.page.toString();
	}

	private void server(ServerMemory server) {
		Long used = server.usedMemory();
		row(code(server.server()), code(server.readFrom()) + (server.replica() ? " (replica)" : ""),
				(used != null) ? bytes(used) : UNKNOWN, percent(server.serverShare()));
	}

	private void database(DatabaseMemory database) {
		row("%s (%d)".formatted(database.database(), database.index()), database.flavor(), number(database.keys()),
				number(database.measured()), bytes(database.bytes()),
				keys(database.withoutTimeToLive()) + (database.timeToLiveExpected() ? "" : " (none needed)"));
	}

	private static boolean hasDetails(DatabaseMemory database) {
		return database.measured() > 0 || !database.unknown().isEmpty();
	}

	private void details(DatabaseMemory database) {
		line("");
		line("## %s", database.database());
		database.unknown().forEach((unknown) -> {
			line("");
			line("Unknown. %s.", unknown);
		});
		groups("pattern", database.patterns(), true);
		groups("type", database.types(), false);
		groups("should expire, but does not", database.immortal(), true);
		if (!database.largest().isEmpty()) {
			table("largest keys measured", "type", "memory", "expires in");
			database.largest().forEach(this::largest);
		}
	}

	private void groups(String title, List<Group> groups, boolean patterns) {
		if (!groups.isEmpty()) {
			table(title, "keys", "memory");
			groups.forEach((group) -> row(patterns ? code(group.name()) : group.name(), keys(group.keys()),
					bytes(group.bytes())));
		}
	}

	private void largest(LargeKey key) {
		Duration timeToLive = key.timeToLive();
		row(code(key.key()), key.type(), bytes(key.bytes()), (timeToLive != null) ? seconds(timeToLive) : "–");
	}

	private void table(String... titles) {
		line("");
		row(titles);
		line("|" + "---|".repeat(titles.length));
	}

	private void row(String... cells) {
		line("| %s |", String.join(" | ", cells));
	}

	private void line(String format, @Nullable Object... values) {
		this.page.append((values.length == 0) ? format : String.format(Locale.ROOT, format, values)).append('\n');
	}

	// A key may hold whatever would end a cell, or the code in it
	private static String code(String text) {
		return "`" + text.replace("`", "'").replace("|", "\\|") + "`";
	}

	private static String keys(@Nullable Estimate estimate) {
		return (estimate != null) ? number(estimate.value()) + error(estimate) : UNKNOWN;
	}

	private static String bytes(@Nullable Estimate estimate) {
		return (estimate != null) ? bytes(estimate.value()) + error(estimate) : UNKNOWN;
	}

	private static String error(Estimate estimate) {
		return (estimate.relativeError() == 0) ? "" : " ± " + percent(estimate.relativeError());
	}

	private static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	private static String bytes(long bytes) {
		if (bytes < KILO) {
			return bytes + " B";
		}
		double value = bytes;
		int unit = -1;
		while (value >= KILO && unit < 3) {
			value /= KILO;
			unit++;
		}
		return String.format(Locale.ROOT, "%.1f %cB", value, "KMGT".charAt(unit));
	}

	private static String percent(double part) {
		return String.format(Locale.ROOT, "%.1f %%", part * 100);
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0);
	}

}
