package io.github.valkeyflavors.ops.memory;

/**
 * A memory report as Markdown.
 */
final class MarkdownMemoryReport {

	private final MemoryReport report;

	MarkdownMemoryReport(MemoryReport report) {
		this.report = report;
	}

	String text() {
		return this.report.toString();
	}

}
