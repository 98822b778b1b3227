package io.github.valkeyflavors.autoconfigure.console;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The console.
 *
 * @param enabled Whether the application serves the console, a page for operators.
 * @param path Path of the console, below the context path.
 * @param viewerRole Role of users who may look, where Spring Security covers the console.
 * @param operatorRole Role of users who may look and act, such as retry and delete jobs.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.console")
public record ConsoleProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/valkey") String path,
		@DefaultValue("VALKEY_VIEWER") String viewerRole, @DefaultValue("VALKEY_OPERATOR") String operatorRole) {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+)+");

	/**
	 * Creates the properties.
	 * @param enabled Whether the application serves the console.
	 * @param path Path of the console.
	 * @param viewerRole Role of users who may look.
	 * @param operatorRole Role of users who may look and act.
	 */
	public ConsoleProperties {
		if (!PATH.matcher(path).matches()) {
			throw new InvalidConfigurationPropertyValueException("valkey.console.path", path,
					"Write it as /valkey or /ops/valkey: with a slash before each part and none at the end.");
		}
		requireText("valkey.console.viewer-role", viewerRole);
		requireText("valkey.console.operator-role", operatorRole);
	}

	private static void requireText(String name, String role) {
		if (!StringUtils.hasText(role)) {
			throw new InvalidConfigurationPropertyValueException(name, role,
					"Nobody has an empty role. Name one, such as VALKEY_VIEWER.");
		}
	}

}
