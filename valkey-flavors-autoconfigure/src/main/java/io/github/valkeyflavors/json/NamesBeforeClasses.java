package io.github.valkeyflavors.json;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Refuses a type by its name before the class is loaded, because loading alone runs the
 * static initializers of a class, and leaves the rest to another validator.
 */
final class NamesBeforeClasses extends PolymorphicTypeValidator.Base {

	private static final long serialVersionUID = 1L;

	private final transient AllowedTypes types;

	private final PolymorphicTypeValidator classes;

	NamesBeforeClasses(AllowedTypes types, PolymorphicTypeValidator classes) {
		this.types = types;
		this.classes = classes;
	}

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType baseType) {
		return this.classes.validateBaseType(context, baseType);
	}

	@Override
	public Validity validateSubClassName(DatabindContext context, JavaType baseType, String name) {
		return this.types.canBeAllowed(name) ? this.classes.validateSubClassName(context, baseType, name)
				: Validity.DENIED;
	}

	@Override
	public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType type) {
		return this.classes.validateSubType(context, baseType, type);
	}

}
