package io.github.valkeyflavors.it.storefront;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application keeps when the server of its cache is emptied: everything but the
 * cache. For layouts where the cache has a server of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FlushedCacheContract extends AbstractStorefrontContract {

	@Test
	@Order(Integer.MAX_VALUE)
	void losesNoLoginAndNoJobWhenTheCacheServerIsFlushed() throws Exception {
		serverOf("queue").commands(3).lpush("queue:waiting", "{\"class\":\"later\"}");
		String orderId = order();

		serverOf("cache").flushAll();

		assertThat(this.storefront.get("/api/me").text("user")).isEqualTo("ada");
		awaitConfirmation(orderId);
		assertThat(serverOf("queue").commands(3).llen("queue:waiting")).isEqualTo(1);
		assertThat(this.storefront.get("/api/products/1").text("source")).isEqualTo("database");
	}

}
