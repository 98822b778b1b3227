package io.github.valkeyflavors.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Lets each test method start without the jobs of those before it, or of the start of the
 * application.
 */
final class FakeJobQueueTestExecutionListener extends AbstractTestExecutionListener {

	private static final int AFTER_DEPENDENCY_INJECTION = 2_100;

	@Override
	public int getOrder() {
		return AFTER_DEPENDENCY_INJECTION;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBeanProvider(FakeJobs.class).ifAvailable(FakeJobs::reset);
		}
	}

}
