package io.github.valkeyflavors.benchmarks.plainshop;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The ports of the servers that Boot has no property for.
 *
 * @param cachePort the cache server's
 * @param queuePort the queue server's
 */
@ConfigurationProperties("plain-shop")
record PlainServers(int cachePort, int queuePort) {
}
