package io.github.valkeyflavors.architecture;

import java.util.function.Function;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.ComponentScan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The arrows of the architecture: which package may use which. Each is a function of the
 * root package, so that it can be shown to fail on the deliberate violations beside this
 * class.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Arrow {

	NO_PACKAGE_CYCLES((root) -> slices().matching(root + ".(**)").should().beFreeOfCycles()),

	TOPOLOGY_USES_ONLY_THE_JDK((root) -> classes().that()
		.resideInAPackage(root + ".topology..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", root + ".topology..")),

	CONNECTION_USES_ONLY_TOPOLOGY_AND_CLIENTS((root) -> classes().that()
		.resideInAPackage(root + ".connection..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", "io.lettuce..", "org.springframework.data.redis..",
				"org.springframework.dao", "org.springframework.core..", "org.springframework.util..",
				"io.netty.util.concurrent..", "org.apache.commons.pool2..", root + ".topology..", root + ".outage",
				root + ".connection..")),

	OUTAGE_USES_NO_OTHER_PACKAGE((root) -> noClasses().that()
		.resideInAPackage(root + ".outage")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(root + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(root + ".outage"))))),

	CACHE_USES_NO_OTHER_FEATURE((root) -> feature(root, "cache", "session", "queue", "pubsub", "ops")),

	SESSION_USES_NO_OTHER_FEATURE((root) -> feature(root, "session", "cache", "queue", "pubsub", "ops")),

	QUEUE_USES_NO_OTHER_FEATURE((root) -> feature(root, "queue", "cache", "session", "pubsub", "ops")),

	FEATURES_DO_NOT_KNOW_THE_TOPOLOGY((root) -> noClasses().that()
		.resideInAnyPackage(root + ".cache..", root + ".session..", root + ".queue..", root + ".pubsub..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(root + ".topology..", root + ".connection..")),

	QUEUE_IS_USED_BY_ITS_PARTS_ONLY_DOWNWARDS((root) -> noClasses().that()
		.resideInAPackage(root + ".queue")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(root + ".queue.protocol..", root + ".queue.client..", root + ".queue.outage..",
				root + ".queue.perform..", root + ".queue.worker..")),

	PROTOCOL_KNOWS_NEITHER_CLIENT_NOR_WORKER((root) -> noClasses().that()
		.resideInAPackage(root + ".queue.protocol..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(root + ".queue.client..", root + ".queue.outage..", root + ".queue.perform..",
				root + ".queue.worker..")),

	CLIENT_DOES_NOT_KNOW_WORKER((root) -> noClasses().that()
		.resideInAPackage(root + ".queue.client..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(root + ".queue.outage..", root + ".queue.perform..", root + ".queue.worker..")),

	QUEUE_OUTAGE_DOES_NOT_KNOW_WHO_PERFORMS((root) -> noClasses().that()
		.resideInAPackage(root + ".queue.outage..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(root + ".queue.perform..", root + ".queue.worker..")),

	PERFORM_DOES_NOT_KNOW_WORKER((root) -> noClasses().that()
		.resideInAPackage(root + ".queue.perform..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".queue.worker..")),

	ADMIN_DOES_NOT_KNOW_WORKER((root) -> noClasses().that()
		.resideInAPackage(root + ".queue.admin..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".queue.worker..")),

	QUEUE_CLIENT_AND_WORKER_DO_NOT_KNOW_ADMIN((root) -> noClasses().that()
		.resideInAnyPackage(root + ".queue", root + ".queue.protocol..", root + ".queue.client..",
				root + ".queue.outage..", root + ".queue.perform..", root + ".queue.worker..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".queue.admin..")),

	NOBODY_USES_AUTOCONFIGURE((root) -> noClasses().that()
		.resideOutsideOfPackage(root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".autoconfigure..")),

	NOBODY_BUT_AUTOCONFIGURE_USES_CONSOLE((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".console..", root + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".console..")),

	BOOT_ONLY_IN_AUTOCONFIGURE_AND_OPS((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".autoconfigure..", root + ".ops..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..")),

	MICROMETER_ONLY_IN_METRICS_AND_AUTOCONFIGURE((root) -> noClasses().that()
		.resideOutsideOfPackages(root + ".autoconfigure..", root + "..metrics..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..")),

	ENVIRONMENT_ONLY_IN_AUTOCONFIGURE((root) -> noClasses().that()
		.resideOutsideOfPackage(root + ".autoconfigure..")
		.should()
		.callMethod(System.class, "getenv")
		.orShould()
		.callMethod(System.class, "getenv", String.class)
		.orShould()
		.dependOnClassesThat()
		.haveNameMatching("org\\.springframework\\.core\\.env\\..*Environment")),

	CLIENTS_ARE_MADE_ONLY_IN_CONNECTION((root) -> noClasses().that()
		.resideOutsideOfPackage(root + ".connection..")
		.should()
		.accessTargetWhere(
				new DescribedPredicate<JavaAccess<?>>("makes a Lettuce connection factory, client or resources") {

					@Override
					public boolean test(JavaAccess<?> access) {
						String owner = access.getTargetOwner().getName();
						String name = access.getTarget().getName();
						return (owner.endsWith(".LettuceConnectionFactory") && name.equals("<init>"))
								|| (owner.matches("io\\.lettuce\\.core\\.(cluster\\.)?Redis(Cluster)?Client")
										&& name.equals("create"))
								|| (owner.endsWith(".DefaultClientResources") && name.matches("create|builder"));
					}

				})),

	NO_VALUE_ANNOTATION((root) -> noFields().should().beAnnotatedWith(Value.class)),

	NO_COMPONENT_SCAN((root) -> noClasses().should().beAnnotatedWith(ComponentScan.class)),

	NO_FIELD_INJECTION((root) -> noFields().should().beAnnotatedWith(Autowired.class)),

	NO_NAMES_THAT_SAY_NOTHING((root) -> noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper)")),

	NO_MUTABLE_STATICS(
			(root) -> fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC).should().beFinal()),

	NO_SLEEPING((root) -> noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Thread.class, "sleep", long.class, int.class)),

	EVERY_PACKAGE_IS_NULL_MARKED((root) -> classes().should(new ArchCondition<>("be in a @NullMarked package") {

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
				events.add(SimpleConditionEvent.violated(type, type.getName() + " is not in a @NullMarked package"));
			}
		}

	}));

	private final Function<String, ArchRule> rule;

	Arrow(Function<String, ArchRule> rule) {
		this.rule = rule;
	}

	ArchRule rule(String root) {
		return this.rule.apply(root);
	}

	private static ArchRule feature(String root, String feature, String... others) {
		String[] packages = new String[others.length];
		for (int i = 0; i < others.length; i++) {
			packages[i] = root + "." + others[i] + "..";
		}
		return noClasses().that()
			.resideInAPackage(root + "." + feature + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packages);
	}

}
