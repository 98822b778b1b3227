package io.github.valkeyflavors.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

@JsonTest
@FakeJobQueue
@ContextConfiguration(classes = FakeJobQueueInSliceTests.Application.class)
class FakeJobQueueInSliceTests {

	@Test
	void addsQueueToSlice(@Autowired JobClient client, @Autowired FakeJobs jobs) {
		client.enqueue("order_confirmation", 1);

		assertThat(jobs).hasEnqueued("order_confirmation").withArguments(1);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
