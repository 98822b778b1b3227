package io.github.valkeyflavors.samples.storefront.payment;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of payments.
 *
 * @param latency time that the bank takes at least to answer
 */
@ConfigurationProperties("storefront.payment")
record PaymentProperties(@DefaultValue("800ms") Duration latency) {
}
