package io.github.valkeyflavors.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredDatabase;
import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;
import io.github.valkeyflavors.topology.DeclaredTopology.Value;

/**
 * Resolves the logical databases: the defaults, overridden and extended by what is
 * declared, and the unqualified one among them.
 */
final class DatabaseResolver {

	private final Set<Flavor> flavors;

	DatabaseResolver(Set<Flavor> flavors) {
		this.flavors = flavors;
	}

	LogicalDatabases resolve(DeclaredTopology declared) {
		Map<String, LogicalDatabase> byName = new TreeMap<>();
		LogicalDatabase.defaults().forEach((database) -> byName.put(database.name(), database));
		declared.databases().forEach((name, own) -> byName.put(name, database(name, own, byName.get(name))));
		List<LogicalDatabase> all = new ArrayList<>(byName.values());
		all.sort(Comparator.comparingInt(LogicalDatabase::index));
		checkIndexesOfFlavors(all, declared);
		checkBeanNames(all);
		declared.flavors().forEach((name, flavor) -> checkHasDatabase(name, flavor, all));
		return new LogicalDatabases(all, primary(all, declared));
	}

	private static void checkHasDatabase(String name, DeclaredFlavor flavor, List<LogicalDatabase> all) {
		if (all.stream().anyMatch((database) -> database.flavor().name().equals(name))) {
			return;
		}
		String place = flavor.endpoints()
			.stream()
			.flatMap(DeclaredEndpoint::values)
			.findFirst()
			.map(InvalidTopologyException::describe)
			.orElse("'valkey.flavors." + name + "'");
		throw new InvalidTopologyException(
				"Flavor '%s' is declared by %s but has no logical database".formatted(name, place),
				"Set 'valkey.databases.<name>.flavor=%s' and an index, or remove the flavor.".formatted(name));
	}

	private LogicalDatabase database(String name, DeclaredDatabase own, @Nullable LogicalDatabase inherited) {
		String property = "valkey.databases." + name;
		if (!Flavor.isValidName(name)) {
			throw new InvalidTopologyException(
					"'%s' names a logical database '%s', which is not a database name".formatted(property, name),
					"Use lower-case letters, digits and dashes, starting with a letter.");
		}
		return new LogicalDatabase(name, index(property, own.index(), inherited),
				flavor(property, own.flavor(), inherited));
	}

	private static int index(String property, @Nullable Value index, @Nullable LogicalDatabase inherited) {
		if (index != null) {
			return parseIndex(index);
		}
		if (inherited != null) {
			return inherited.index();
		}
		throw new InvalidTopologyException("'%s' is a new logical database without an index".formatted(property),
				"Set '%s.index' to a number from 0 to 15.".formatted(property));
	}

	private static int parseIndex(Value index) {
		String text = index.text();
		if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= LogicalDatabase.MAX_INDEX) {
			return Integer.parseInt(text);
		}
		throw InvalidTopologyException.of(index, "this is not a database index",
				"Set '%s' to a number from 0 to 15.".formatted(index.name()));
	}

	private Flavor flavor(String property, @Nullable Value flavor, @Nullable LogicalDatabase inherited) {
		if (flavor == null) {
			if (inherited != null) {
				return inherited.flavor();
			}
			throw new InvalidTopologyException("'%s' is a new logical database without a flavor".formatted(property),
					"Set '%s.flavor' to one of %s.".formatted(property, sortedFlavors()));
		}
		if (flavor.text().isBlank()) {
			throw InvalidTopologyException.of(flavor, "the flavor name is empty",
					"Set '%s' to one of %s.".formatted(flavor.name(), sortedFlavors()));
		}
		return this.flavors.stream()
			.filter((known) -> known.name().equals(flavor.text()))
			.findFirst()
			.orElseThrow(() -> InvalidTopologyException.of(flavor, "there is no such flavor",
					"Use one of %s, or declare the flavor by setting 'valkey.flavors.%s.evicting' to true or false."
						.formatted(sortedFlavors(), flavor.text())));
	}

	private List<String> sortedFlavors() {
		return this.flavors.stream().map(Flavor::name).sorted().toList();
	}

	private static void checkIndexesOfFlavors(List<LogicalDatabase> all, DeclaredTopology declared) {
		Map<Map.Entry<Flavor, Integer>, LogicalDatabase> taken = new LinkedHashMap<>();
		for (LogicalDatabase database : all) {
			LogicalDatabase other = taken.putIfAbsent(Map.entry(database.flavor(), database.index()), database);
			if (other != null) {
				throw new InvalidTopologyException(
						"Logical databases '%s' and '%s' of flavor '%s' both have index %d%s".formatted(other.name(),
								database.name(), database.flavor(), database.index(),
								origins(declared, other, database)),
						"Set 'valkey.databases.%s.index' to an index that no other database of the flavor has."
							.formatted(declared.databases().containsKey(database.name()) ? database.name()
									: other.name()));
			}
		}
	}

	/**
	 * Names of beans lose the dashes, and one is that of the unqualified template.
	 */
	private static void checkBeanNames(List<LogicalDatabase> all) {
		Map<String, String> taken = new LinkedHashMap<>(Map.of("reactive", "the unqualified reactive template"));
		for (LogicalDatabase database : all) {
			String other = taken.putIfAbsent(database.beanName(""), "logical database '%s'".formatted(database.name()));
			if (other != null) {
				throw new InvalidTopologyException("The beans of logical database '%s' would be named like those of %s"
					.formatted(database.name(), other), "Give the logical database another name.");
			}
		}
	}

	private static String origins(DeclaredTopology declared, LogicalDatabase... databases) {
		List<String> origins = new ArrayList<>();
		for (LogicalDatabase database : databases) {
			DeclaredDatabase own = declared.databases().get(database.name());
			if (own != null && own.index() != null) {
				origins.add(InvalidTopologyException.describe(own.index()));
			}
		}
		return origins.isEmpty() ? "" : ": " + String.join(" and ", origins);
	}

	private static LogicalDatabase primary(List<LogicalDatabase> all, DeclaredTopology declared) {
		List<String> names = all.stream().map(LogicalDatabase::name).toList();
		Value name = declared.primaryDatabase();
		if (name != null) {
			return all.stream()
				.filter((database) -> database.name().equals(name.text()))
				.findFirst()
				.orElseThrow(() -> InvalidTopologyException.of(name, "there is no such logical database",
						"Set '%s' to one of %s.".formatted(name.name(), names)));
		}
		Value declaredIndex = declared.primaryIndex();
		int index = (declaredIndex != null) ? parseIndex(declaredIndex) : 0;
		List<LogicalDatabase> candidates = all.stream().filter((database) -> database.index() == index).toList();
		if (candidates.size() == 1) {
			return candidates.get(0);
		}
		String problem = candidates.isEmpty() ? "no logical database has index " + index
				: "index %d belongs to several logical databases: %s".formatted(index,
						candidates.stream().map(LogicalDatabase::name).toList());
		String remedy = "Set 'valkey.primary-database' to the logical database that unqualified beans use: one of %s."
			.formatted(names);
		throw (declaredIndex != null) ? InvalidTopologyException.of(declaredIndex, problem, remedy)
				: new InvalidTopologyException("'spring.data.redis.database' is not set (so 0): " + problem, remedy);
	}

}
