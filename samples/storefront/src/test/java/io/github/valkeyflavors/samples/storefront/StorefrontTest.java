package io.github.valkeyflavors.samples.storefront;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import io.github.valkeyflavors.samples.storefront.orders.InlineQueue;

/**
 * The whole shop on a free port without any server: a cache in memory, the servlet
 * container's sessions, and jobs that run while they are pushed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "valkey.enabled=false", "valkey.dev-server.enabled=false", "spring.cache.type=simple",
				"storefront.catalog.latency=0ms", "storefront.payment.latency=0ms",
				"spring.autoconfigure.exclude=" + StorefrontTest.SESSIONS })
@Import(InlineQueue.class)
@interface StorefrontTest {

	String SESSIONS = "org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration";

}
