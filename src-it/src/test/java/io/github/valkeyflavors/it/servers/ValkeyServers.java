package io.github.valkeyflavors.it.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class real servers, as a parameter or a field of type {@link Servers}.
 * Static fields are set before a Spring test context is created, so that
 * {@code @DynamicPropertySource} methods can use them.
 * <p>
 * The servers are shared by all classes of the JVM that want the same layout and
 * launcher. They run, and are empty, when a class begins; after each test every fault is
 * undone that it left, see {@link Server#heal()}. Without a server to run the class is
 * skipped, see {@link Requirement}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ValkeyServersExtension.class)
public @interface ValkeyServers {

	Layout layout() default Layout.SPLIT;

	/**
	 * How the servers run. The default is what the system property
	 * {@code valkeyflavors.it.launcher} names ({@code local}, {@code embedded},
	 * {@code container}), or else local.
	 */
	Launcher launcher() default Launcher.CONFIGURED;

}
