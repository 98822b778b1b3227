package io.github.valkeyflavors.it.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * The ways to read through a cache.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Reading {

	ANNOTATED((application, product) -> application.shop().price(product)),

	TWO_CACHES((application, product) -> application.shop().priceOfTwoCaches(product)),

	SYNCHRONIZED((application, product) -> application.shop().synchronizedPrice(product)),

	FUTURE((application, product) -> await(application.shop().futurePrice(product))),

	SYNCHRONIZED_FUTURE((application, product) -> await(application.shop().synchronizedFuturePrice(product))),

	MONO((application, product) -> await(application.shop().monoPrice(product).toFuture())),

	FLUX((application, product) -> await(application.shop().fluxPrice(product).next().toFuture())),

	GET_AND_PUT((application, product) -> {
		Cache cache = application.cache("prices");
		ValueWrapper cached = cache.get(product);
		if (cached != null) {
			return (Integer) cached.get();
		}
		Integer loaded = application.shop().load(product);
		cache.put(product, loaded);
		return loaded;
	}),

	LOADER((application, product) -> application.cache("prices").get(product, () -> application.shop().load(product))),

	RETRIEVE((application, product) -> await(application.cache("prices")
		.retrieve(product, () -> CompletableFuture.completedFuture(application.shop().load(product)))));

	private final BiFunction<CacheApplication, String, Integer> read;

	Reading(BiFunction<CacheApplication, String, Integer> read) {
		this.read = read;
	}

	int read(CacheApplication application, String product) {
		return this.read.apply(application, product);
	}

	private static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(10, TimeUnit.SECONDS).join();
	}

}
