package io.github.valkeyflavors.autoconfigure.queue;

import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.PayloadFactory;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.metrics.MdcJobInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

class QueueObservabilityAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("valkey.enabled=false")
		.withConfiguration(
				AutoConfigurations.of(QueueAutoConfiguration.class, QueueObservabilityAutoConfiguration.class));

	@Test
	void startsWithAClientOfTheApplicationWhileTheLibraryIsOff() {
		this.runner.withBean(JobClient.class, QueueObservabilityAutoConfigurationTests::client)
			.run((context) -> assertThat(context).hasSingleBean(MdcJobInterceptor.class));
	}

	@Test
	void backsOffWithoutAClient() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MdcJobInterceptor.class));
	}

	private static JobClient client() {
		return new ValkeyJobClient(new PayloadFactory(JsonMapper.shared(), List::of, PayloadFactory.Limits.STANDARD,
				InstantSource.system()), (type) -> JobDefaults.UNDECLARED, (jobs) -> {
				}, true);
	}

}
