package io.github.valkeyflavors.ops.memory;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * What a memory audit shall look at, how closely, and how much of a server's time it may
 * take.
 * <p>
 * Immutable and thread-safe.
 *
 * @param flavors the names of the flavors to look at; all that are in use where neither
 * flavors nor databases are named
 * @param databases the names of the logical databases to look at
 * @param sampleFraction the part of the keys that are measured, more than 0, at most 1
 * @param sampleSize how many keys of a database are measured at most, roughly, 1 or more
 * @param maxKeysPerSecond how many keys are looked at in a second at most, 1 or more
 * @param maxServerShare the part of a server's time that the audit takes at most, more
 * than 0, at most 0.5
 * @param top how many keys and patterns of a database are listed, 1 to 1,000
 * @since 0.1.0
 */
public record MemoryAuditRequest(Set<String> flavors, Set<String> databases, double sampleFraction, int sampleSize,
		int maxKeysPerSecond, double maxServerShare, int top) {

	private static final int MAX_TOP = 1000;

	private static final double LARGEST_SHARE = 0.5;

	private static final MemoryAuditRequest DEFAULTS = new MemoryAuditRequest(Set.of(), Set.of(), 1, 50_000, 50_000, 0.1,
			20);

	/**
	 * Creates a request.
	 * @param flavors the names of the flavors
	 * @param databases the names of the logical databases
	 * @param sampleFraction the part of the keys that are measured
	 * @param sampleSize how many keys of a database are measured at most
	 * @param maxKeysPerSecond how many keys are looked at in a second at most
	 * @param maxServerShare the part of a server's time that the audit takes at most
	 * @param top how many keys and patterns are listed
	 * @throws IllegalArgumentException if a number is out of its range
	 */
	public MemoryAuditRequest {
		flavors = Set.copyOf(flavors);
		databases = Set.copyOf(databases);
		Assert.isTrue(sampleFraction > 0 && sampleFraction <= 1,
				() -> "The sample fraction must be more than 0 and at most 1, but is %s".formatted(sampleFraction));
		Assert.isTrue(sampleSize >= 1, () -> "The sample size must be 1 or more, but is %d".formatted(sampleSize));
		Assert.isTrue(maxKeysPerSecond >= 1,
				() -> "The keys per second must be 1 or more, but are %d".formatted(maxKeysPerSecond));
		Assert.isTrue(maxServerShare > 0 && maxServerShare <= LARGEST_SHARE,
				() -> "The share of the server's time must be more than 0 and at most 0.5, but is %s"
					.formatted(maxServerShare));
		Assert.isTrue(top >= 1 && top <= MAX_TOP,
				() -> "The number of keys and patterns to list must be 1 to 1000, but is %d".formatted(top));
	}

	/**
	 * Returns the defaults: all flavors in use, up to 50,000 keys of a database measured, at
	 * most 50,000 looked at in a second, and 10 % of a server's time.
	 * @return the defaults
	 */
	public static MemoryAuditRequest defaults() {
		return DEFAULTS;
	}

	/**
	 * Returns the request for some flavors only.
	 * @param names the names of the flavors, in addition to the databases that are named
	 * @return a new request
	 */
	public MemoryAuditRequest withFlavors(Collection<String> names) {
		return new MemoryAuditRequest(new LinkedHashSet<>(names), this.databases, this.sampleFraction, this.sampleSize,
				this.maxKeysPerSecond, this.maxServerShare, this.top);
	}

	/**
	 * Returns the request for some logical databases only.
	 * @param names the names of the databases, in addition to the flavors that are named
	 * @return a new request
	 */
	public MemoryAuditRequest withDatabases(Collection<String> names) {
		return new MemoryAuditRequest(this.flavors, new LinkedHashSet<>(names), this.sampleFraction, this.sampleSize,
				this.maxKeysPerSecond, this.maxServerShare, this.top);
	}

	/**
	 * Returns the request with a part of the keys measured, however many these are.
	 * @param fraction the part, 1 for every key
	 * @return a new request
	 */
	public MemoryAuditRequest withSampleFraction(double fraction) {
		return new MemoryAuditRequest(this.flavors, this.databases, fraction, Integer.MAX_VALUE, this.maxKeysPerSecond,
				this.maxServerShare, this.top);
	}

	/**
	 * Returns the request with a number of keys of each database measured.
	 * @param size how many, roughly
	 * @return a new request
	 */
	public MemoryAuditRequest withSampleSize(int size) {
		return new MemoryAuditRequest(this.flavors, this.databases, 1, size, this.maxKeysPerSecond, this.maxServerShare,
				this.top);
	}

	/**
	 * Returns the request with another pace.
	 * @param keysPerSecond how many keys are looked at in a second at most
	 * @param serverShare the part of a server's time that the audit takes at most
	 * @return a new request
	 */
	public MemoryAuditRequest withPace(int keysPerSecond, double serverShare) {
		return new MemoryAuditRequest(this.flavors, this.databases, this.sampleFraction, this.sampleSize, keysPerSecond,
				serverShare, this.top);
	}

	/**
	 * Returns the request with another length of the lists.
	 * @param number how many keys and patterns of a database are listed
	 * @return a new request
	 */
	public MemoryAuditRequest withTop(int number) {
		return new MemoryAuditRequest(this.flavors, this.databases, this.sampleFraction, this.sampleSize,
				this.maxKeysPerSecond, this.maxServerShare, number);
	}

}
