package io.github.valkeyflavors.it.servers;

import java.lang.reflect.Field;
import java.util.function.Predicate;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.springframework.util.ReflectionUtils;

/**
 * Starts what {@link ValkeyServers} asks for, once per JVM, and hands it to the tests.
 */
class ValkeyServersExtension extends TypeBasedParameterResolver<Servers>
		implements BeforeAllCallback, AfterEachCallback, TestInstancePostProcessor {

	private static final Namespace NAMESPACE = Namespace.create(ValkeyServersExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		Servers servers = servers(context);
		servers.runEmpty();
		inject(context.getRequiredTestClass(), null, ModifierSupport::isStatic, servers);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		servers(context).heal();
	}

	@Override
	public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
		inject(testInstance.getClass(), testInstance, ModifierSupport::isNotStatic, servers(context));
	}

	@Override
	public Servers resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return servers(context);
	}

	private Servers servers(ExtensionContext context) {
		ValkeyServers annotation = AnnotationSupport
			.findAnnotation(context.getRequiredTestClass(), ValkeyServers.class, context.getEnclosingTestClasses())
			.orElseThrow();
		Key key = new Key(annotation.layout(), annotation.launcher().resolve());
		return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
			.computeIfAbsent(key, (missing) -> Servers.start(missing.layout(), missing.launcher()), Servers.class);
	}

	private static void inject(Class<?> type, Object target, Predicate<Field> filter, Servers servers) {
		Predicate<Field> ofServers = (field) -> field.getType() == Servers.class;
		for (Field field : ReflectionSupport.findFields(type, ofServers.and(filter), HierarchyTraversalMode.TOP_DOWN)) {
			ReflectionUtils.makeAccessible(field);
			ReflectionUtils.setField(field, target, servers);
		}
	}

	private record Key(Layout layout, Launcher launcher) {

	}

}
