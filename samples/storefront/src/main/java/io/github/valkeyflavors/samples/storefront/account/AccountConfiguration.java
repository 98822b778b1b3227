package io.github.valkeyflavors.samples.storefront.account;

import java.util.List;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Makes {@link Customer} available to controller methods.
 */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration implements WebMvcConfigurer {

	private final CustomerArgumentResolver customerArgumentResolver;

	AccountConfiguration(CustomerArgumentResolver customerArgumentResolver) {
		this.customerArgumentResolver = customerArgumentResolver;
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(this.customerArgumentResolver);
	}

}
