package io.github.valkeyflavors.it.ops;

import org.springframework.boot.WebApplicationType;

/**
 * The health of flavors in a reactive application.
 */
class ReactiveHealthIT extends AbstractHealthContract {

	ReactiveHealthIT() {
		super(WebApplicationType.REACTIVE);
	}

}
