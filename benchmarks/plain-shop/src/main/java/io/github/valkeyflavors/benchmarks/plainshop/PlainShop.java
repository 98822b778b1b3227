package io.github.valkeyflavors.benchmarks.plainshop;

import java.util.Map;

import org.springframework.boot.SpringApplication;

import io.github.valkeyflavors.samples.storefront.StorefrontApplication;

/**
 * Starts the storefront as a team would build it without this library: Boot's own
 * connection for the sessions, and a second and a third one, made by hand with Boot's
 * defaults, for the cache and for the queue.
 * <p>
 * Boot on its own knows one server only. On a single one every fault would hit all three
 * kinds of data, and the comparison would be about having three servers and not about
 * what happens when one of them fails.
 */
public final class PlainShop {

	private PlainShop() {
	}

	public static void main(String[] arguments) {
		Class<?>[] sources = { StorefrontApplication.class, PlainConnections.class };
		SpringApplication application = new SpringApplication(sources);
		application.setDefaultProperties(Map.of("valkey.enabled", "false"));
		application.run(arguments);
	}

}
