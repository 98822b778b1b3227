package io.github.valkeyflavors.test;

/**
 * The jobs that send mail, for whoever enqueues them.
 */
interface MailJobs {

	void confirm(int order);

}
