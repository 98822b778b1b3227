package io.github.valkeyflavors.it.queue;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.util.ClassUtils;

import io.github.valkeyflavors.it.servers.Server;

/**
 * An application that has the library and nothing else, so that it starts fast.
 */
public final class QueueApplication {

	private static final String LIBRARY = "io.github.valkeyflavors.";

	// Its application.yaml is on the class path
	private static final String NOT_OF_THE_SAMPLE = "--spring.config.name=none";

	private QueueApplication() {
	}

	/**
	 * An application to run.
	 * @param sources its configuration classes and its beans with job methods
	 */
	public static SpringApplicationBuilder of(Class<?>... sources) {
		return new SpringApplicationBuilder(sources).sources(Configurations.getClasses(library()))
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off");
	}

	// Whatever of the library is auto-configured, in its order
	private static AutoConfigurations library() {
		ClassLoader classLoader = QueueApplication.class.getClassLoader();
		Class<?>[] candidates = ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(LIBRARY) || name.equals(DataRedisAutoConfiguration.class.getName()))
			.filter((name) -> !name.contains(".session.") && !name.contains(".cache."))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toArray(Class<?>[]::new);
		return AutoConfigurations.of(candidates);
	}

	/**
	 * The arguments that lead the application's queue to a server.
	 */
	public static String[] arguments(Server queue, String... further) {
		List<String> arguments = new ArrayList<>(
				List.of("--REDIS_QUEUE_HOST=" + queue.host(), "--REDIS_QUEUE_PORT=" + queue.port(), NOT_OF_THE_SAMPLE));
		arguments.addAll(List.of(further));
		return arguments.toArray(String[]::new);
	}

}
