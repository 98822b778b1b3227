package io.github.valkeyflavors.it.cache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is cached, by annotations of all kinds. The prices come from a map in place of a
 * database.
 */
class Shop {

	private final Map<String, Integer> prices = new ConcurrentHashMap<>();

	private final AtomicInteger loads = new AtomicInteger();

	void setPrice(String product, int price) {
		this.prices.put(product, price);
	}

	int loads() {
		return this.loads.get();
	}

	Integer load(String product) {
		this.loads.incrementAndGet();
		return this.prices.getOrDefault(product, 0);
	}

	@Cacheable("prices")
	Integer price(String product) {
		return load(product);
	}

	@Cacheable({ "prices", "more prices" })
	Integer priceOfTwoCaches(String product) {
		return load(product);
	}

	@Cacheable(cacheNames = "prices", sync = true)
	Integer synchronizedPrice(String product) {
		return load(product);
	}

	@Cacheable("prices")
	CompletableFuture<Integer> futurePrice(String product) {
		return CompletableFuture.completedFuture(load(product));
	}

	@Cacheable(cacheNames = "prices", sync = true)
	CompletableFuture<Integer> synchronizedFuturePrice(String product) {
		return CompletableFuture.completedFuture(load(product));
	}

	@Cacheable("prices")
	Mono<Integer> monoPrice(String product) {
		return Mono.fromSupplier(() -> load(product));
	}

	@Cacheable("lists")
	Flux<Integer> fluxPrice(String product) {
		return Flux.defer(() -> Flux.just(load(product)));
	}

	@CachePut(cacheNames = "prices", key = "#product")
	Integer changedPrice(String product, int price) {
		this.prices.put(product, price);
		return price;
	}

	@CacheEvict("prices")
	void evict(String product) {
	}

	@CacheEvict(cacheNames = "prices", beforeInvocation = true)
	void evictBefore(String product) {
	}

	@CacheEvict(cacheNames = "prices", allEntries = true)
	void evictAll(String product) {
	}

	@Caching(evict = { @CacheEvict("prices"), @CacheEvict("more prices") })
	void evictFromTwoCaches(String product) {
	}

	@CacheEvict("prices")
	CompletableFuture<Void> evictWhenDone(String product) {
		return CompletableFuture.completedFuture(null);
	}

	@CacheEvict("prices")
	Mono<Void> evictWhenSubscribed(String product) {
		return Mono.empty();
	}

}
