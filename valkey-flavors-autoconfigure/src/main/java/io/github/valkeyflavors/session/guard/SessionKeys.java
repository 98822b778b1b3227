package io.github.valkeyflavors.session.guard;

/**
 * The keys of an indexed repository.
 */
final class SessionKeys {

	private final String namespace;

	/**
	 * Creates the keys of a repository.
	 * @param createdChannelPrefix the beginning of the channel where it tells of new
	 * sessions: its namespace, {@code event:}, the database, {@code :created:}
	 */
	SessionKeys(String createdChannelPrefix) {
		this.namespace = createdChannelPrefix.substring(0, createdChannelPrefix.lastIndexOf("event:"));
	}

	String session(String id) {
		return this.namespace + "sessions:" + id;
	}

	String expiry(String id) {
		return this.namespace + "sessions:expires:" + id;
	}

	/**
	 * The set of the indexes of a session, in a reactive repository.
	 */
	String indexes(String id) {
		return session(id) + ":idx";
	}

	/**
	 * The sorted set of the times when sessions expire, in a reactive repository.
	 */
	String expirations() {
		return this.namespace + "sessions:expirations";
	}

}
