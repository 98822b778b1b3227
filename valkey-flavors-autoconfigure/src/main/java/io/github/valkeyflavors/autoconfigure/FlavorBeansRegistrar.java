package io.github.valkeyflavors.autoconfigure;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.Assert;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.LettuceConnectionFactoryBuilder;
import io.github.valkeyflavors.topology.DeclaredTopology;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.LogicalDatabases;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;
import io.github.valkeyflavors.topology.TopologyResolver;

/**
 * Registers a connection factory and two templates for each logical database that the
 * environment declares, at run time also in an application that was processed ahead of
 * time. All but the factory of the primary database are fallback candidates, so they are
 * injected by name or qualifier. It has to be one registrar: processed ahead of time,
 * conditions do not choose between two.
 */
final class FlavorBeansRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		DeclaredTopology declared = DeclaredTopologyReader.read(environment);
		LogicalDatabases databases = new TopologyResolver().resolveDatabases(declared);
		registry.registerBean("valkeyDeclaredTopology", DeclaredTopology.class,
				(spec) -> spec.infrastructure().supplier((context) -> declared));
		registry.registerBean("valkeyLogicalDatabases", LogicalDatabases.class,
				(spec) -> spec.infrastructure().supplier((context) -> databases));
		for (LogicalDatabase database : databases.all()) {
			registerConnectionFactory(registry, database, !database.equals(databases.primary()));
			registerTemplates(registry, database);
		}
	}

	private static void registerConnectionFactory(BeanRegistry registry, LogicalDatabase database, boolean fallback) {
		registry.registerBean(database.beanName("ConnectionFactory"), LettuceConnectionFactory.class, (spec) -> {
			spec.supplier((context) -> {
				ResolvedFlavor flavor = context.bean(Topology.class).flavor(database.flavor());
				return context.bean(LettuceConnectionFactoryBuilder.class)
					.build(database, flavor, context.bean(FlavorClientSettings.class).of(flavor));
			});
			if (fallback) {
				spec.fallback();
			}
		});
	}

	private static void registerTemplates(BeanRegistry registry, LogicalDatabase database) {
		registry.registerBean(database.beanName("StringRedisTemplate"), StringRedisTemplate.class,
				(spec) -> spec.fallback()
					.lazyInit()
					.supplier((context) -> new StringRedisTemplate(
							context.bean(ConnectionFactoryRouter.class).forDatabase(database.name()))));
		registry.registerBean(database.beanName("ReactiveStringRedisTemplate"), ReactiveStringRedisTemplate.class,
				(spec) -> spec.fallback()
					.lazyInit()
					.supplier((context) -> new ReactiveStringRedisTemplate(
							reactive(context.bean(ConnectionFactoryRouter.class).forDatabase(database.name())))));
	}

	private static ReactiveRedisConnectionFactory reactive(RedisConnectionFactory factory) {
		Assert.state(factory instanceof ReactiveRedisConnectionFactory,
				() -> "%s is not reactive".formatted(factory.getClass().getName()));
		return (ReactiveRedisConnectionFactory) factory;
	}

}
