package io.github.valkeyflavors.ops.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.connection.ClientSettings;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.memory.MemoryAuditInProgressException;
import io.github.valkeyflavors.ops.memory.MemoryAuditRequest;
import io.github.valkeyflavors.ops.memory.MemoryAuditRun;
import io.github.valkeyflavors.ops.memory.MemoryReport;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.pressure.DatabaseFlusher;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Actuator endpoint {@code valkeyflavors}: where each flavor lives and why, what its
 * server said last, and what is wrong with it. Looking asks no server. Changing something
 * needs {@code management.endpoint.valkeyflavors.access=unrestricted}: it runs audits,
 * and flushes one logical database of a flavor that may evict, by {@code FLUSHDB ASYNC}.
 * <p>
 * Thread-safe. Every operation throws {@link ProblemException} if it is not carried out.
 * What is changed is logged, with the name of the user if it has come over HTTP.
 *
 * @since 0.1.0
 */
@Endpoint(id = "valkeyflavors", defaultAccess = Access.READ_ONLY)
public final class FlavorsEndpoint {

	private static final WriteLog log = new WriteLog(FlavorsEndpoint.class, "valkeyflavors");

	private static final String POLICY = "policy";

	private static final String MEMORY = "memory";

	private static final String DATABASES = "databases";

	private final Topology topology;

	private final DatabaseFlusher flusher;

	private final Operations operations;

	private final FlavorDescriptions descriptions;

	/**
	 * Creates the endpoint.
	 * @param topology the flavors and logical databases
	 * @param flusher flushes logical databases
	 * @param settings the client settings of each flavor
	 * @param origins knows what set a value
	 * @param operations what looks after the servers
	 */
	public FlavorsEndpoint(Topology topology, DatabaseFlusher flusher,
			Function<ResolvedFlavor, ClientSettings> settings, ValueOrigins origins, Operations operations) {
		this.topology = topology;
		this.flusher = flusher;
		this.operations = operations;
		this.descriptions = new FlavorDescriptions(topology, settings, origins, operations);
	}

	/**
	 * Returns all flavors.
	 * @return the flavors
	 */
	@ReadOperation
	public FlavorsDescriptor flavors() {
		Map<String, FlavorDescriptor> flavors = new LinkedHashMap<>();
		this.topology.flavors().forEach((flavor) -> flavors.put(flavor.flavor().name(), this.descriptions.of(flavor)));
		return new FlavorsDescriptor(flavors, this.descriptions.primaryDatabase());
	}

	/**
	 * Returns a flavor.
	 * @param flavor the name of the flavor
	 * @return the flavor
	 */
	@ReadOperation
	public FlavorDescriptor flavor(@Selector String flavor) {
		return this.descriptions.of(required(flavor));
	}

	/**
	 * Returns what an audit found about a flavor, and how far it is.
	 * @param flavor the name of the flavor
	 * @param audit {@code policy} or {@code memory}
	 * @param format {@code json}, or {@code markdown} for the memory report as a page
	 * @return a {@link PolicyDescriptor} or {@link MemoryAuditDescriptor}, or Markdown
	 */
	@ReadOperation(produces = { "application/vnd.spring-boot.actuator.v3+json", "application/json", "text/markdown" })
	public Object audit(@Selector String flavor, @Selector String audit, @Nullable String format) {
		required(flavor);
		boolean markdown = isMarkdown(format);
		return switch (audit) {
			case POLICY -> PolicyDescriptor.of(policyAudit(), flavor);
			case MEMORY -> markdown ? memoryAsMarkdown(flavor) : memory(flavor);
			default -> throw noSuchAudit(audit);
		};
	}

	/**
	 * Runs an audit: that of the policy at once, for all flavors, that of the memory in
	 * the background.
	 * @param flavor the name of the flavor
	 * @param audit {@code policy} or {@code memory}
	 * @return a {@link PolicyDescriptor} or {@link MemoryAuditDescriptor}
	 */
	@WriteOperation
	public Object runAudit(@Selector String flavor, @Selector String audit) {
		return runAuditBy(WriteLog.JMX, flavor, audit);
	}

	Object runAuditBy(String caller, String flavor, String audit) {
		required(flavor);
		return switch (audit) {
			case POLICY -> log.write(caller, "policy audit of all flavors", () -> runPolicyAudit(flavor),
					(policy) -> "findings about '%s': %d".formatted(flavor, policy.findings().size()));
			case MEMORY -> log.write(caller, memoryAuditOf(flavor), () -> startMemoryAudit(flavor), (run) -> "started");
			default -> throw noSuchAudit(audit);
		};
	}

	private PolicyDescriptor runPolicyAudit(String flavor) {
		PolicyAudit audit = policyAudit();
		audit.run();
		return PolicyDescriptor.of(audit, flavor);
	}

	/**
	 * Cancels the memory audit of a flavor that is under way.
	 * @param flavor the name of the flavor
	 * @param audit {@code memory}
	 * @return the audit, which ends in a moment
	 */
	@DeleteOperation
	public MemoryAuditDescriptor cancelAudit(@Selector String flavor, @Selector String audit) {
		return cancelAuditBy(WriteLog.JMX, flavor, audit);
	}

	MemoryAuditDescriptor cancelAuditBy(String caller, String flavor, String audit) {
		required(flavor);
		if (!audit.equals(MEMORY)) {
			throw ProblemException.notFound(
					"'%s' cannot be cancelled. DELETE %s/memory cancels a memory audit, and DELETE %s/databases/<name> flushes a logical database."
						.formatted(ProblemException.shown(audit), flavor, flavor));
		}
		return log.write(caller, memoryAuditOf(flavor), () -> cancelMemoryAudit(flavor), (run) -> "cancelled");
	}

	private MemoryAuditDescriptor cancelMemoryAudit(String flavor) {
		MemoryAudit memoryAudit = memoryAudit();
		MemoryAuditRun run = this.operations.memoryRun(flavor);
		if (run == null || !run.cancel()) {
			throw ProblemException.conflict("No memory audit of flavor '%s' is under way.".formatted(flavor));
		}
		return MemoryAuditDescriptor.of(run, memoryAudit.last(flavor));
	}

	/**
	 * Removes all keys of one logical database. The server frees the memory in the
	 * background.
	 * @param flavor the name of the flavor, which must be one that evicts
	 * @param part the constant word that stands before a name
	 * @param database the name of the logical database
	 * @return what was flushed
	 */
	@DeleteOperation
	public FlushDescriptor flush(@Selector String flavor, @Selector String part, @Selector String database) {
		return flushBy(WriteLog.JMX, flavor, part, database);
	}

	FlushDescriptor flushBy(String caller, String flavor, String part, String database) {
		ResolvedFlavor resolved = required(flavor);
		if (!part.equals(DATABASES)) {
			throw ProblemException.notFound(
					"'%s' has no parts. Use %s/databases/<name>.".formatted(ProblemException.shown(part), flavor));
		}
		LogicalDatabase target = required(resolved, database);
		if (!resolved.evicting()) {
			throw ProblemException.badRequest(
					"Logical database '%s' cannot be flushed: flavor '%s' does not evict, so what is there must not vanish."
						.formatted(database, flavor));
		}
		return log.write(caller, "flush of logical database '%s' of flavor '%s'".formatted(database, flavor),
				() -> flush(resolved, target), (done) -> "index %d at %s".formatted(done.index(), done.server()));
	}

	private FlushDescriptor flush(ResolvedFlavor flavor, LogicalDatabase target) {
		try {
			this.flusher.flush(target.name());
		}
		catch (IllegalStateException ex) {
			throw ProblemException.conflict(ex.getMessage() + ".");
		}
		catch (DataAccessException ex) {
			throw ProblemException.of("The server of flavor '%s'".formatted(flavor.flavor()), ex);
		}
		return new FlushDescriptor(target.name(), target.index(), flavor.endpoint().address().toString());
	}

	private ResolvedFlavor required(String flavor) {
		return this.topology.flavors()
			.stream()
			.filter((each) -> each.flavor().name().equals(flavor))
			.findFirst()
			.orElseThrow(() -> ProblemException
				.notFound("There is no flavor '%s'. There are: %s.".formatted(ProblemException.shown(flavor),
						names(this.topology.flavors().stream().map((each) -> each.flavor().name()).toList()))));
	}

	private LogicalDatabase required(ResolvedFlavor flavor, String database) {
		List<LogicalDatabase> databases = this.topology.databases()
			.all()
			.stream()
			.filter((each) -> each.flavor().equals(flavor.flavor()))
			.toList();
		return databases.stream()
			.filter((each) -> each.name().equals(database))
			.findFirst()
			.orElseThrow(() -> ProblemException.notFound("Flavor '%s' has no logical database '%s'. It has: %s."
				.formatted(flavor.flavor(), ProblemException.shown(database),
						names(databases.stream().map(LogicalDatabase::name).toList()))));
	}

	private static boolean isMarkdown(@Nullable String format) {
		if (format == null || format.equals("json")) {
			return false;
		}
		if (format.equals("markdown")) {
			return true;
		}
		throw ProblemException
			.badRequest("'format' must be json or markdown, but is '%s'.".formatted(ProblemException.shown(format)));
	}

	private MemoryAuditDescriptor memory(String flavor) {
		return MemoryAuditDescriptor.of(this.operations.memoryRun(flavor), memoryAudit().last(flavor));
	}

	private String memoryAsMarkdown(String flavor) {
		MemoryReport report = memoryAudit().last(flavor);
		if (report == null) {
			throw ProblemException.notFound("No memory audit of flavor '%s' has ended yet. POST %s/memory starts one."
				.formatted(flavor, flavor));
		}
		return report.toMarkdown();
	}

	private MemoryAuditDescriptor startMemoryAudit(String flavor) {
		MemoryAudit memoryAudit = memoryAudit();
		try {
			MemoryAuditRun run = memoryAudit.start(MemoryAuditRequest.defaults().withFlavors(Set.of(flavor)));
			return MemoryAuditDescriptor.of(run, memoryAudit.last(flavor));
		}
		catch (MemoryAuditInProgressException ex) {
			throw ProblemException
				.conflict("Another memory audit of the server of flavor '%s' is under way.".formatted(flavor));
		}
		// The flavor has no database, or its connections are not ours
		catch (IllegalArgumentException ex) {
			throw ProblemException
				.badRequest("The server of flavor '%s' cannot be audited: %s".formatted(flavor, ex.getMessage()));
		}
	}

	private PolicyAudit policyAudit() {
		PolicyAudit audit = this.operations.policyAudit();
		if (audit == null) {
			throw ProblemException.notFound("There is no policy audit in this application.");
		}
		return audit;
	}

	private MemoryAudit memoryAudit() {
		MemoryAudit audit = this.operations.memoryAudit();
		if (audit == null) {
			throw ProblemException.notFound("There is no memory audit in this application.");
		}
		return audit;
	}

	private static String memoryAuditOf(String flavor) {
		return "memory audit of flavor '%s'".formatted(flavor);
	}

	private static ProblemException noSuchAudit(String audit) {
		return ProblemException
			.notFound("There is no audit '%s'. There are: policy, memory.".formatted(ProblemException.shown(audit)));
	}

	private static String names(List<String> names) {
		return String.join(", ", names);
	}

}
