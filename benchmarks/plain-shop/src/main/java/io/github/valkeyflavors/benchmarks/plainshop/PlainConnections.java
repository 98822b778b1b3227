package io.github.valkeyflavors.benchmarks.plainshop;

import java.time.Duration;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

import io.github.valkeyflavors.samples.storefront.catalog.Product;
import io.github.valkeyflavors.samples.storefront.rates.Rate;

/**
 * The two connections beside Boot's own. No timeout is set, as Boot sets none.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlainServers.class)
class PlainConnections {

	// No default candidates, so that Boot still makes its own for the sessions
	@Bean(defaultCandidate = false)
	LettuceConnectionFactory cacheConnectionFactory(PlainServers servers) {
		return new LettuceConnectionFactory("127.0.0.1", servers.cachePort());
	}

	@Bean(defaultCandidate = false)
	LettuceConnectionFactory queueConnectionFactory(PlainServers servers) {
		return new LettuceConnectionFactory("127.0.0.1", servers.queuePort());
	}

	@Bean
	@ConditionalOnProperty(name = "spring.cache.type", havingValue = "redis", matchIfMissing = true)
	CacheManager cacheManager(@Qualifier("cacheConnectionFactory") LettuceConnectionFactory connectionFactory) {
		return RedisCacheManager.builder(connectionFactory)
			.withCacheConfiguration("products", entries(Product.class, Duration.ofMinutes(10)))
			.withCacheConfiguration("rates", entries(Rate.class, Duration.ofMinutes(5)))
			.build();
	}

	@Bean(defaultCandidate = false)
	StringRedisTemplate queueTemplate(@Qualifier("queueConnectionFactory") LettuceConnectionFactory connectionFactory) {
		return new StringRedisTemplate(connectionFactory);
	}

	/**
	 * As JSON, because the shop's records are not Serializable.
	 */
	private static RedisCacheConfiguration entries(Class<?> type, Duration timeToLive) {
		return RedisCacheConfiguration.defaultCacheConfig()
			.entryTtl(timeToLive)
			.serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(type)));
	}

}
