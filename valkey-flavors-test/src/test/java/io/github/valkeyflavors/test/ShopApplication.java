package io.github.valkeyflavors.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;

/**
 * A small application with a job queue and a database.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShopApplication {

	@Bean
	ShopJobs shopJobs(JobClient jobs, JdbcTemplate jdbc) {
		return new ShopJobs(jobs, jdbc);
	}

	@Bean
	JobInterceptor tenants() {
		return new Tenants();
	}

	@Bean
	Obituaries obituaries() {
		return new Obituaries();
	}

	@Bean
	ApplicationRunner startWork(JobClient jobs, JdbcTemplate jdbc) {
		return (arguments) -> {
			jdbc.execute("create table if not exists line (text varchar(100))");
			jobs.enqueue("foreign", "at start");
		};
	}

	static final class Tenants implements JobInterceptor {

		static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

		@Override
		public void enqueue(JobDraft job) {
			String tenant = CURRENT.get();
			if (tenant != null) {
				job.header("tenant", tenant);
			}
		}

		@Override
		public void perform(JobContext job, Perform next) throws Throwable {
			String before = CURRENT.get();
			CURRENT.set(job.header("tenant"));
			try {
				next.perform();
			}
			finally {
				CURRENT.set(before);
			}
		}

	}

	static final class Obituaries implements DeathHandler {

		final List<String> died = new ArrayList<>();

		@Override
		public void died(JobContext job, Throwable failure) {
			this.died.add(job.type() + " " + job.arguments() + ": " + failure.getMessage());
		}

	}

}
