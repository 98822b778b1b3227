package io.github.valkeyflavors.samples.storefront;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * A fresh database with the shop's schema and data for each test.
 */
public final class ShopDatabase implements BeforeEachCallback, AfterEachCallback {

	private @Nullable EmbeddedDatabase database;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.generateUniqueName(true)
			.setScriptEncoding("UTF-8")
			.addScripts("schema.sql", "data.sql")
			.build();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.database != null) {
			this.database.shutdown();
		}
	}

	public JdbcClient client() {
		Assert.state(this.database != null, "No test is running");
		return JdbcClient.create(this.database);
	}

	public TransactionOperations transactions() {
		return new TransactionTemplate(transactionManager());
	}

	public PlatformTransactionManager transactionManager() {
		Assert.state(this.database != null, "No test is running");
		return new JdbcTransactionManager(this.database);
	}

}
