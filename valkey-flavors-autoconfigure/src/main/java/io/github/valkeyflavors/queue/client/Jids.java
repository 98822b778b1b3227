package io.github.valkeyflavors.queue.client;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The ids of the jobs of one call: 96 random bits each, drawn in blocks, which is faster.
 * Used by one thread.
 */
final class Jids {

	private static final int BYTES = 12;

	private static final int IDS_PER_BLOCK = 100;

	private final SecureRandom random;

	private byte[] block = {};

	private int position;

	/**
	 * Draws ids.
	 * @param random the source of chance
	 */
	Jids(SecureRandom random) {
		this.random = random;
	}

	String next() {
		if (this.position == this.block.length) {
			// A call often has one job only
			this.block = new byte[(this.block.length == 0) ? BYTES : BYTES * IDS_PER_BLOCK];
			this.random.nextBytes(this.block);
			this.position = 0;
		}
		this.position += BYTES;
		return HexFormat.of().formatHex(this.block, this.position - BYTES, this.position);
	}

}
