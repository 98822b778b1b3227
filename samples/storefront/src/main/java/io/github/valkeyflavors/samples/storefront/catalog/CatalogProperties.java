package io.github.valkeyflavors.samples.storefront.catalog;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the catalog.
 *
 * @param latency time that reading one product from the database takes at least
 */
@ConfigurationProperties("storefront.catalog")
record CatalogProperties(@DefaultValue("200ms") Duration latency) {
}
