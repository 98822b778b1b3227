package io.github.valkeyflavors.architecture.violations.cache;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.Environment;

/**
 * The habits that are not taken over.
 */
@ComponentScan
@SuppressWarnings("unused")
class EverythingElseImpl {

	static int mutable;

	@Value("${some.property}")
	private @Nullable String property;

	@Autowired
	private @Nullable Environment environment;

	private @Nullable SpringApplication application;

	RedisClient client() throws InterruptedException {
		Thread.sleep(Duration.ofMillis(1).toMillis());
		return RedisClient.create(System.getenv("REDIS_URL"));
	}

}
