package io.github.valkeyflavors.autoconfigure;

/**
 * What becomes of servers whose settings do not suit their flavors.
 *
 * @since 0.1.0
 */
public enum PolicyCheck {

	/**
	 * What is found is logged and reported.
	 */
	REPORT,

	/**
	 * The application does not start where data can vanish, and else as above.
	 */
	FAIL,

	/**
	 * Nobody looks.
	 */
	OFF

}
