package io.github.valkeyflavors.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.topology.LogicalDatabases;

/**
 * Leaves the unqualified place to a connection factory of the application, if it has one.
 */
final class UnqualifiedFactoryPostProcessor implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		String ours = beanFactory.getBean(LogicalDatabases.class).primary().beanName("ConnectionFactory");
		for (String name : beanFactory.getBeanNamesForType(RedisConnectionFactory.class, true, false)) {
			if (!name.equals(ours) && isUnqualified(beanFactory, name)) {
				beanFactory.getBeanDefinition(ours).setFallback(true);
			}
		}
	}

	private static boolean isUnqualified(ConfigurableListableBeanFactory beanFactory, String name) {
		if (!beanFactory.containsBeanDefinition(name)) {
			return true;
		}
		BeanDefinition definition = beanFactory.getBeanDefinition(name);
		boolean byDefault = !(definition instanceof AbstractBeanDefinition candidate) || candidate.isDefaultCandidate();
		return definition.isAutowireCandidate() && byDefault && !definition.isFallback();
	}

}
