package io.github.valkeyflavors.autoconfigure.diagnostics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.fail;

/**
 * What a user reads when an application does not start: a real application is started,
 * with variables and with properties on its command line.
 *
 * @param description what is wrong
 * @param action what to do
 */
public record StartupFailure(String description, String action) {

	private static final String HEAD = "APPLICATION FAILED TO START";

	private static final String DESCRIPTION = "Description:";

	private static final String ACTION = "Action:";

	/**
	 * Starts an application that fails.
	 */
	public static StartupFailure of(Class<?> application, CapturedOutput output, Map<String, String> variables,
			String... properties) {
		SpringApplication springApplication = new SpringApplication(application);
		springApplication.setWebApplicationType(WebApplicationType.NONE);
		springApplication.setRegisterShutdownHook(false);
		springApplication.setEnvironment(environment(variables));
		Throwable failure = start(springApplication, properties);
		if (failure == null) {
			return fail("The application started");
		}
		String report = output.getAll();
		int head = report.lastIndexOf(HEAD);
		if (head < 0) {
			return fail("There is no failure analysis", failure);
		}
		int description = report.indexOf(DESCRIPTION, head);
		int action = report.indexOf(ACTION, description);
		return new StartupFailure(report.substring(description + DESCRIPTION.length(), action).strip(),
				report.substring(action + ACTION.length()).strip());
	}

	private static @Nullable Throwable start(SpringApplication application, String... properties) {
		String[] arguments = Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new);
		try {
			application.run(arguments).close();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static StandardEnvironment environment(Map<String, String> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, new HashMap<>(variables)));
		return environment;
	}

}
