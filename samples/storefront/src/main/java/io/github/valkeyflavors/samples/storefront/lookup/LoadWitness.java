package io.github.valkeyflavors.samples.storefront.lookup;

/**
 * Notices whether the body of a cached method ran during one call.
 * <p>
 * A witness lives as long as the call and is used by its thread only.
 *
 * @since 0.1.0
 */
public final class LoadWitness {

	private Source source = Source.CACHE;

	LoadWitness() {
	}

	/**
	 * Says that the cached method's body runs, so that its value is a fresh one.
	 */
	public void loading() {
		this.source = Source.DATABASE;
	}

	Source source() {
		return this.source;
	}

}
