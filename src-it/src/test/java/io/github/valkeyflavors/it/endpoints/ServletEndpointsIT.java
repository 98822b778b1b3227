package io.github.valkeyflavors.it.endpoints;

import org.springframework.boot.WebApplicationType;

class ServletEndpointsIT extends AbstractEndpointsContract {

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

}
