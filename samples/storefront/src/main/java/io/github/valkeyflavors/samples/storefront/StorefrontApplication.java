package io.github.valkeyflavors.samples.storefront;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cache.annotation.EnableCaching;

/**
 * A small web shop whose sessions, cache and jobs each live on the server of their
 * flavor.
 *
 * @since 0.1.0
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableCaching
public class StorefrontApplication {

	/**
	 * Starts the shop.
	 * @param args the command line arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(StorefrontApplication.class, args);
	}

}
