package io.github.valkeyflavors.architecture.violations.topology;

import org.springframework.util.StringUtils;

/**
 * A topology that uses more than the JDK.
 */
public final class UsesSpring {

	public boolean hasText(String text) {
		return StringUtils.hasText(text);
	}

}
