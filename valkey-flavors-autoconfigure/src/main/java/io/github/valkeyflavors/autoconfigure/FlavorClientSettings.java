package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.connection.ClientSettings;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * The client settings of each flavor: its own properties, then {@code valkey.*}, then
 * what is set under {@code spring.data.redis.*}, then the flavor's defaults.
 */
final class FlavorClientSettings {

	private final ValkeyProperties properties;

	private final DataRedisProperties bootProperties;

	FlavorClientSettings(ValkeyProperties properties, DataRedisProperties bootProperties) {
		this.properties = properties;
		this.bootProperties = bootProperties;
	}

	ClientSettings of(ResolvedFlavor flavor) {
		ClientSettings defaults = ClientSettings.defaultsOf(flavor);
		FlavorProperties own = this.properties.flavors().get(flavor.flavor().name());
		Duration connectTimeout = first((own != null) ? own.connectTimeout() : null, this.properties.connectTimeout(),
				this.bootProperties.getConnectTimeout(), defaults.connectTimeout());
		Duration commandTimeout = first((own != null) ? own.commandTimeout() : null, this.properties.commandTimeout(),
				this.bootProperties.getTimeout(), defaults.commandTimeout());
		String clientName = this.bootProperties.getClientName();
		return new ClientSettings(connectTimeout, commandTimeout, this.bootProperties.getLettuce().getShutdownTimeout(),
				StringUtils.hasText(clientName) ? clientName : defaults.clientName());
	}

	private static Duration first(@Nullable Duration own, @Nullable Duration fallback, @Nullable Duration boot,
			Duration defaults) {
		if (own != null) {
			return own;
		}
		if (fallback != null) {
			return fallback;
		}
		return (boot != null) ? boot : defaults;
	}

}
