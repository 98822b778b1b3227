package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Duration;
import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.queue.RetryDelay;

/**
 * What orders need besides components.
 */
@Configuration(proxyBeanMethods = false)
class OrdersConfiguration {

	/**
	 * Replaces Sidekiq's delays, whose first 15 to 24 seconds are long for somebody who
	 * is looking at the page.
	 */
	@Bean
	RetryDelay retryDelay() {
		return (count, job, failure) -> Duration.ofSeconds(2);
	}

	@Bean
	InstantSource clock() {
		return InstantSource.system();
	}

}
