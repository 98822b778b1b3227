package io.github.valkeyflavors.it.faults;

/**
 * How much of the replies may still pass before the connection of the last one is reset,
 * once.
 */
final class ReplyCut {

	private boolean armed;

	private int bytesLeft;

	void arm(int bytes) {
		this.armed = true;
		this.bytesLeft = bytes;
	}

	void disarm() {
		this.armed = false;
	}

	/**
	 * Whether so many bytes would be too much.
	 */
	boolean cuts(int bytes) {
		return this.armed && bytes >= this.bytesLeft;
	}

	int bytesLeft() {
		return this.bytesLeft;
	}

	void passed(int bytes) {
		this.bytesLeft -= bytes;
	}

}
