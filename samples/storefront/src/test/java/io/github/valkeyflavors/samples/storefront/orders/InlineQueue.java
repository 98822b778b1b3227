package io.github.valkeyflavors.samples.storefront.orders;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.valkeyflavors.queue.JobClient;

/**
 * Confirms an order while its confirmation is enqueued.
 */
public final class InlineConfirmation implements JobClient {

	public static final String JOB_ID = "0123456789abcdef01234567";

	private final OrderConfirmation confirmation;

	InlineConfirmation(OrderConfirmation confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	public String enqueue(String type, @Nullable Object... arguments) {
		Assert.isTrue(type.equals("order_confirmation"), "No such job");
		this.confirmation.confirm(String.valueOf(arguments[0]));
		return JOB_ID;
	}

}
