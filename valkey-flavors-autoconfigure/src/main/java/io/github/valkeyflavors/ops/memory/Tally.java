package io.github.valkeyflavors.ops.memory;

/**
 * What is known of those keys of a sample that have something in common. Not thread-safe.
 */
final class Tally {

	private long keys;

	private double bytes;

	private double squares;

	void add(long size) {
		this.keys++;
		this.bytes += size;
		this.squares += (double) size * size;
	}

	void add(Tally other) {
		this.keys += other.keys;
		this.bytes += other.bytes;
		this.squares += other.squares;
	}

	long keys() {
		return this.keys;
	}

	double bytes() {
		return this.bytes;
	}

	Estimate keysOf(Population population) {
		return Estimate.ofTotal(population.keys(), population.measured(), (double) this.keys, (double) this.keys);
	}

	Estimate bytesOf(Population population) {
		return Estimate.ofTotal(population.keys(), population.measured(), this.bytes, this.squares);
	}

	/**
	 * What a sample was taken from.
	 *
	 * @param keys how many keys there are
	 * @param measured how many of them are in the sample
	 * @param weighed whether they were measured, and not only asked for other facts
	 */
	record Population(long keys, long measured, boolean weighed) {

	}

}
