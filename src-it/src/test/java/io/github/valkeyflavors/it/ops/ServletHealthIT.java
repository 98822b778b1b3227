package io.github.valkeyflavors.it.ops;

import org.springframework.boot.WebApplicationType;

/**
 * The health of flavors in a servlet application.
 */
class ServletHealthIT extends AbstractHealthContract {

	ServletHealthIT() {
		super(WebApplicationType.SERVLET);
	}

}
