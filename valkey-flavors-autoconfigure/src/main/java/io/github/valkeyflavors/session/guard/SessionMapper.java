package io.github.valkeyflavors.session.guard;

import java.util.Map;
import java.util.function.BiFunction;

import org.springframework.data.redis.serializer.SerializationException;
import org.springframework.session.MapSession;
import org.springframework.session.data.redis.RedisSessionMapper;

/**
 * Spring Session's mapper from the fields of an entry to a session, which says of an
 * entry that is none that it is unreadable.
 *
 * @since 0.1.0
 */
public final class SessionMapper implements BiFunction<String, Map<String, Object>, MapSession> {

	private final RedisSessionMapper mapper = new RedisSessionMapper();

	/**
	 * Creates the mapper.
	 */
	public SessionMapper() {
	}

	/**
	 * Maps an entry.
	 * @param id the id of the session
	 * @param fields the fields of its entry
	 * @return the session
	 * @throws SerializationException if a field is missing, or has another type
	 */
	@Override
	public MapSession apply(String id, Map<String, Object> fields) {
		try {
			return this.mapper.apply(id, fields);
		}
		catch (IllegalStateException ex) {
			throw new SerializationException("The entry is no session: %s".formatted(ex.getMessage()), ex);
		}
		catch (ClassCastException ex) {
			throw new SerializationException("The entry is no session: a field has the wrong type", ex);
		}
	}

}
