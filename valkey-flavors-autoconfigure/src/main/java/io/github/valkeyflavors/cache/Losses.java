package io.github.valkeyflavors.cache;

/**
 * What becomes of operations that did not reach the server. Thread-safe.
 */
interface Losses {

	/**
	 * Returns whether an entry must not be read, because the server may have missed its
	 * removal.
	 */
	boolean cover(String cache, byte[] key);

	/**
	 * Notes that an operation was answered.
	 */
	void answered();

	/**
	 * Notes that an entry could not be read.
	 */
	void notRead(Throwable failure);

	/**
	 * Notes a refusal that leaves nothing to be made good.
	 */
	void refused(String operation, Throwable failure);

	/**
	 * Notes that a write was lost.
	 * @param removal removes what the write would have changed
	 * @return whether that is settled; else the server can be asked again
	 */
	boolean notWritten(String operation, Throwable failure, Removal removal);

	/**
	 * Notes that a write was lost for good.
	 * @param removal removes what the write would have changed
	 */
	void givenUp(Throwable failure, Removal removal);

}
