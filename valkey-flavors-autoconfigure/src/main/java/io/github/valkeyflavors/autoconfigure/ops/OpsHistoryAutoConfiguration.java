package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;
import java.util.function.BiConsumer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.ops.history.HistoryEntry.Kind;
import io.github.valkeyflavors.ops.history.OutageRecorder;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyChange;
import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the memory of what happened to the servers: outages and findings
 * of the policy audit.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ValkeyFlavorsAutoConfiguration.class, PolicyAuditAutoConfiguration.class })
@ConditionalOnBean({ FlavorBreakers.class, Topology.class })
public final class OpsHistoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FlavorHistory valkeyFlavorHistory() {
		return new FlavorHistory();
	}

	@Bean
	@Lazy(false)
	SmartInitializingSingleton valkeyHistoryRecorders(FlavorHistory history, FlavorBreakers breakers, Topology topology,
			ObjectProvider<PolicyAudit> audit) {
		return () -> {
			breakers.forEach((breaker) -> breaker.addListener(new OutageRecorder(history,
					topology.flavor(new Flavor(breaker.flavor())).endpoint().address().toString(),
					InstantSource.system())));
			audit.ifAvailable((available) -> available.addListener((change) -> record(history, change)));
		};
	}

	private static void record(FlavorHistory history, PolicyChange change) {
		BiConsumer<PolicyFinding, String> add = (finding, text) -> history
			.add(new HistoryEntry(change.at(), Kind.POLICY, finding.server(), finding.flavor(), text));
		change.gone().forEach((finding) -> add.accept(finding, "Settled: %s".formatted(finding.id())));
		change.appeared()
			.forEach((finding) -> add.accept(finding,
					"%s: found %s; needed: %s".formatted(finding.id(), finding.found(), finding.needed())));
	}

}
