package io.github.valkeyflavors.it.cache;

import java.time.Duration;
import java.util.function.BiConsumer;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The ways to change a cache after a product has another price. Each is to make sure that
 * the old price is not read again.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Writing {

	EVICT((application, product) -> application.shop().evict(product)),

	EVICT_BEFORE((application, product) -> application.shop().evictBefore(product)),

	EVICT_ALL((application, product) -> application.shop().evictAll(product)),

	EVICT_FROM_TWO_CACHES((application, product) -> application.shop().evictFromTwoCaches(product)),

	EVICT_WHEN_DONE((application, product) -> application.shop().evictWhenDone(product).join()),

	EVICT_WHEN_SUBSCRIBED(
			(application, product) -> application.shop().evictWhenSubscribed(product).block(Duration.ofSeconds(10))),

	EVICT_AFTER_COMMIT((application, product) -> commit(() -> application.shop().evict(product))),

	PUT_AFTER_COMMIT((application, product) -> commit(() -> application.shop().changedPrice(product, 2))),

	PUT((application, product) -> application.shop().changedPrice(product, 2)),

	EVICT_DIRECTLY((application, product) -> application.cache("prices").evict(product)),

	EVICT_IF_PRESENT((application, product) -> application.cache("prices").evictIfPresent(product)),

	PUT_DIRECTLY((application, product) -> application.cache("prices").put(product, 2)),

	CLEAR((application, product) -> application.cache("prices").clear()),

	INVALIDATE((application, product) -> application.cache("prices").invalidate());

	private final BiConsumer<CacheApplication, String> write;

	Writing(BiConsumer<CacheApplication, String> write) {
		this.write = write;
	}

	void write(CacheApplication application, String product) {
		this.write.accept(application, product);
	}

	private static void commit(Runnable work) {
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			work.run();
			TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
		}
		finally {
			TransactionSynchronizationManager.clear();
		}
	}

}
