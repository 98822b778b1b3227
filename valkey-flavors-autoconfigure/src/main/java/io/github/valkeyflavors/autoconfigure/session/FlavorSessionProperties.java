package io.github.valkeyflavors.autoconfigure.session;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application can configure of Spring Session, beside Boot's own properties.
 *
 * @param database Logical database of the sessions. Its flavor must be one that does not
 * evict.
 * @param cookieDomain Domain that shares the session cookie with all of its subdomains,
 * such as example.com. A request to a host outside of it gets a cookie of that host
 * alone.
 * @param serialization Format of session attributes.
 * @param allowedTypes Comma-separated list of packages or classes that JSON attributes
 * may name, in addition to the packages of the application.
 * @param retryAfter When a client should try again whose request needs a session while
 * the server of the sessions is not available. Sent in whole seconds.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.session")
public record FlavorSessionProperties(@DefaultValue("sessions") String database, @Nullable String cookieDomain,
		@DefaultValue("jdk") Serialization serialization, @DefaultValue List<String> allowedTypes,
		@DefaultValue("5s") Duration retryAfter) {

	/**
	 * Format of session attributes.
	 *
	 * @since 0.1.0
	 */
	public enum Serialization {

		/**
		 * JSON with types from an allow-list, those of Spring Security included.
		 */
		JSON,

		/**
		 * Serialization of the JDK.
		 */
		JDK

	}

}
