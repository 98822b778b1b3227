package io.github.valkeyflavors.it.endpoints;

import org.springframework.boot.WebApplicationType;

class ReactiveEndpointsIT extends AbstractEndpointsContract {

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

}
