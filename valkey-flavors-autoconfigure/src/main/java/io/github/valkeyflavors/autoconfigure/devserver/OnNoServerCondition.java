package io.github.valkeyflavors.autoconfigure.devserver;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.valkeyflavors.autoconfigure.DeclaredTopologyReader;

/**
 * Matches when no property or variable says where a server is.
 */
class OnNoServerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Development servers");
		return DeclaredTopologyReader.read(context.getEnvironment()).hasAddress()
				? ConditionOutcome.noMatch(message.because("a server is configured"))
				: ConditionOutcome.match(message.because("no server is configured"));
	}

}
