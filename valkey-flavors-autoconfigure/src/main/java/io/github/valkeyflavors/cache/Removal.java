package io.github.valkeyflavors.cache;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * What is to be removed from the server: one key of a cache, or all keys that match a
 * pattern. Immutable.
 */
final class Removal {

	private static final String GLOB = "*?[]\\";

	private final String cache;

	private final byte[] bytes;

	private final boolean pattern;

	private final boolean put;

	private Removal(String cache, byte[] bytes, boolean pattern, boolean put) {
		this.cache = cache;
		this.bytes = bytes;
		this.pattern = pattern;
		this.put = put;
	}

	static Removal ofKey(String cache, byte[] key) {
		return new Removal(cache, key, false, false);
	}

	/**
	 * The removal of a key whose new value was lost.
	 */
	static Removal ofPut(String cache, byte[] key) {
		return new Removal(cache, key, false, true);
	}

	static Removal ofPattern(String cache, byte[] pattern) {
		return new Removal(cache, pattern, true, false);
	}

	String cache() {
		return this.cache;
	}

	/**
	 * The key, or the pattern.
	 */
	byte[] bytes() {
		return this.bytes;
	}

	boolean isPattern() {
		return this.pattern;
	}

	/**
	 * Whether it makes good a put, which may still arrive if it was sent.
	 */
	boolean isOfPut() {
		return this.put;
	}

	/**
	 * The removal of all keys that begin like those of this one and of another one.
	 */
	Removal widenedBy(Removal other) {
		byte[] one = literalPrefix();
		byte[] two = other.literalPrefix();
		int mismatch = Arrays.mismatch(one, two);
		byte[] common = (mismatch < 0) ? one : Arrays.copyOf(one, mismatch);
		return ofPattern(this.cache, everythingFrom(common));
	}

	private byte[] literalPrefix() {
		if (!this.pattern) {
			return this.bytes;
		}
		ByteArrayOutputStream prefix = new ByteArrayOutputStream();
		for (int i = 0; i < this.bytes.length; i++) {
			byte next = this.bytes[i];
			if (next == '\\' && i + 1 < this.bytes.length) {
				i++;
				prefix.write(this.bytes[i]);
			}
			else if (isGlob(next)) {
				break;
			}
			else {
				prefix.write(next);
			}
		}
		return prefix.toByteArray();
	}

	private static byte[] everythingFrom(byte[] prefix) {
		ByteArrayOutputStream pattern = new ByteArrayOutputStream();
		for (byte next : prefix) {
			if (isGlob(next)) {
				pattern.write('\\');
			}
			pattern.write(next);
		}
		pattern.write('*');
		return pattern.toByteArray();
	}

	private static boolean isGlob(byte character) {
		return GLOB.indexOf(character) >= 0;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Removal removal && this.pattern == removal.pattern && this.cache.equals(removal.cache)
				&& Arrays.equals(this.bytes, removal.bytes);
	}

	@Override
	public int hashCode() {
		return 31 * this.cache.hashCode() + Arrays.hashCode(this.bytes);
	}

}
