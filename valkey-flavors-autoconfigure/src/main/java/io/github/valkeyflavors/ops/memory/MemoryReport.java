package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What fills the servers. Names of keys are abbreviated, and those of the sessions flavor
 * are patterns only: who knows the id of a session has the session.
 * <p>
 * Immutable and thread-safe. Jackson writes it as it is; {@link #toMarkdown()} is for
 * people.
 *
 * @param startedAt when the audit started
 * @param duration how long it took
 * @param complete whether it went through everything it was asked for; otherwise it was
 * cancelled
 * @param servers the servers that were looked at
 * @since 0.1.0
 */
public record MemoryReport(Instant startedAt, Duration duration, boolean complete, List<ServerMemory> servers) {

	/**
	 * Creates a report.
	 * @param startedAt when the audit started
	 * @param duration how long it took
	 * @param complete whether it went through everything
	 * @param servers the servers
	 */
	public MemoryReport {
		servers = List.copyOf(servers);
	}

	/**
	 * Returns the databases of all servers.
	 * @return the databases, in the order of the servers
	 */
	public List<DatabaseMemory> databases() {
		return this.servers.stream().flatMap((server) -> server.databases().stream()).toList();
	}

	/**
	 * Returns the report as a page for people.
	 * @return the text, in Markdown
	 */
	public String toMarkdown() {
		return new MarkdownMemoryReport(this).text();
	}

	/**
	 * What fills a server.
	 *
	 * @param server the address of the server, without credentials
	 * @param readFrom the address that was read: that of a replica where there is one
	 * that can be reached, else the server's own
	 * @param replica whether a replica was read
	 * @param note why no replica was read although there is one, or {@code null}
	 * @param usedMemory the memory that the server says it uses, in bytes, or
	 * {@code null} if it does not say
	 * @param serverShare the part of its time that the server was kept busy at most: how
	 * long its answers took, or what its thread says it used meanwhile, by the duration
	 * of the audit
	 * @param databases what is in its databases, those that were asked for
	 * @since 0.1.0
	 */
	public record ServerMemory(String server, String readFrom, boolean replica, @Nullable String note,
			@Nullable Long usedMemory, double serverShare, List<DatabaseMemory> databases) {

		/**
		 * Creates the value.
		 * @param server the address of the server
		 * @param readFrom the address that was read
		 * @param replica whether a replica was read
		 * @param note why no replica was read
		 * @param usedMemory the memory that the server says it uses
		 * @param serverShare the part of its time that the server was kept busy at most
		 * @param databases what is in its databases
		 */
		public ServerMemory {
			databases = List.copyOf(databases);
		}

	}

}
