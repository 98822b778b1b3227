package io.github.valkeyflavors.it.outage;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A DNS whose entries change while an application runs. Thread-safe.
 */
final class Names extends AddressResolverGroup<InetSocketAddress>
		implements ApplicationContextInitializer<GenericApplicationContext> {

	private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>();

	/**
	 * Let a name lead to an address.
	 */
	void lead(String name, InetAddress address) {
		this.addresses.put(name, address);
	}

	@Override
	public void initialize(GenericApplicationContext context) {
		context.registerBean(ClientResourcesBuilderCustomizer.class,
				() -> (builder) -> builder.addressResolverGroup(this));
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new Resolver(executor, this.addresses).asAddressResolver();
	}

	/**
	 * Resolves by what the map says at the moment.
	 */
	private static final class Resolver extends InetNameResolver {

		private final Map<String, InetAddress> addresses;

		Resolver(EventExecutor executor, Map<String, InetAddress> addresses) {
			super(executor);
			this.addresses = addresses;
		}

		@Override
		protected void doResolve(String name, Promise<InetAddress> promise) {
			InetAddress address = this.addresses.get(name);
			if (address != null) {
				promise.setSuccess(address);
			}
			else {
				promise.setFailure(new UnknownHostException(name));
			}
		}

		@Override
		protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
			InetAddress address = this.addresses.get(name);
			if (address != null) {
				promise.setSuccess(List.of(address));
			}
			else {
				promise.setFailure(new UnknownHostException(name));
			}
		}

	}

}
