package io.github.valkeyflavors.ops.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * What a server writes to its disk. {@code INFO} does not show the save points, so
 * snapshots are told by those that were made.
 */
final class DiskRules {

	private static final Duration NO_SNAPSHOT = Duration.ofHours(2);

	private DiskRules() {
	}

	static void check(ServerFacts facts, Findings findings) {
		for (ResolvedFlavor flavor : facts.server().flavors()) {
			if (flavor.flavor().equals(Flavor.QUEUE)) {
				checkJobs(facts, flavor, findings);
			}
			else if (flavor.evicting() && facts.keeping().isEmpty()) {
				checkCache(facts, flavor, findings);
			}
		}
		checkFailures(facts, findings);
	}

	private static void checkJobs(ServerFacts facts, ResolvedFlavor flavor, Findings findings) {
		if (Boolean.FALSE.equals(facts.appendOnly())) {
			findings.add(FindingId.AOF, Severity.ERROR, flavor, "no append-only file",
					"one, because a crash loses the jobs since the last snapshot. Switch it on in the running server "
							+ "first (CONFIG SET appendonly yes): a restart with the line alone begins empty",
					"appendonly yes");
		}
		OptionalLong changes = facts.info().number("rdb_changes_since_last_save");
		OptionalLong saved = facts.info().number("rdb_last_save_time");
		if (changes.orElse(0) > 0 && saved.isPresent()
				&& Instant.ofEpochSecond(saved.getAsLong()).plus(NO_SNAPSHOT).isBefore(facts.at())) {
			findings.add(FindingId.SNAPSHOTS, Severity.INFO, flavor, "changes, but no snapshot for two hours",
					"save points, for snapshots that can be copied away as backups", "save 3600 1");
		}
	}

	private static void checkCache(ServerFacts facts, ResolvedFlavor flavor, Findings findings) {
		if (Boolean.TRUE.equals(facts.appendOnly())) {
			findings.add(FindingId.AOF, Severity.WARNING, flavor, "an append-only file",
					"none: its entries are not worth a disk write", "appendonly no");
		}
		if (facts.info().number("rdb_saves").orElse(0) > 0) {
			findings.add(FindingId.SNAPSHOTS, Severity.INFO, flavor, "snapshots to disk",
					"none: its entries are not worth a disk write, and a fork can need as much memory again",
					"save \"\"");
		}
	}

	private static void checkFailures(ServerFacts facts, Findings findings) {
		List<String> failing = Stream.of("rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status")
			.filter((field) -> "err".equals(facts.info().text(field)))
			.toList();
		if (failing.isEmpty()) {
			return;
		}
		for (ResolvedFlavor flavor : facts.server().flavors()) {
			findings.add(FindingId.PERSISTENCE_FAILING,
					flavor.flavor().equals(Flavor.QUEUE) ? Severity.ERROR : Severity.WARNING, flavor,
					String.join(" and ", failing) + " err",
					"room on its disk, and leave to write there: the log of the server says what it misses", "");
		}
	}

}
