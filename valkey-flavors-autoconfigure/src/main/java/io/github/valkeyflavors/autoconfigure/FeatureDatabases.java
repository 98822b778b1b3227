package io.github.valkeyflavors.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * Checks that a feature uses a logical database whose flavor suits it: a cache one that
 * evicts, everything else one that does not.
 *
 * @since 0.1.0
 */
public final class FeatureDatabases {

	private FeatureDatabases() {
	}

	/**
	 * Checks the logical database of a feature.
	 * @param topology the topology
	 * @param property the property that names the database
	 * @param database the name of the logical database
	 * @param evicting whether the flavor has to evict, or has to not evict
	 * @param feature the feature, for the message, for example {@code A cache lives}
	 * @throws InvalidConfigurationPropertyValueException if there is no such database, or
	 * its flavor is of the other kind
	 */
	public static void check(Topology topology, String property, String database, boolean evicting, String feature) {
		List<String> candidates = topology.databases()
			.all()
			.stream()
			.filter((candidate) -> topology.flavor(candidate.flavor()).evicting() == evicting)
			.map(LogicalDatabase::name)
			.toList();
		if (!candidates.contains(database)) {
			throw new InvalidConfigurationPropertyValueException(property, database,
					"%s in a logical database of a flavor that %s: one of %s.".formatted(feature,
							evicting ? "evicts" : "does not evict", candidates));
		}
	}

}
