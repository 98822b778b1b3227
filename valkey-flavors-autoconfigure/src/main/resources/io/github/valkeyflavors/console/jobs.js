// Jobs as rows, the same in queues and sets.

import { Problem } from './api.js';
import { breakable, clock, h, number } from './dom.js';

export const LIMIT = 25;

/**
 * Reads the page that the address asks for, or the last one where there are fewer by now.
 */
export async function readPage(route, signal, read, address) {
	const offset = route.parameters.get('offset') ?? 0;
	try {
		return await read(offset);
	}
	catch (problem) {
		if (!(problem instanceof Problem && problem.status === 404 && Number(offset) > 0)) {
			throw problem;
		}
	}
	const first = await read(0);
	const last = Math.max(0, Math.ceil(JSON.parse(first).size / LIMIT) - 1) * LIMIT;
	if (!signal.aborted && location.hash === route.hash) {
		history.replaceState(null, '', address(last));
	}
	return last > 0 ? read(last) : first;
}

export function jobRow(job, columns, when, attempts, actions, key) {
	const detailsId = `details-${key}`;
	const details = h('tr', { role: 'row', class: 'details', hidden: true, id: detailsId },
		h('td', { role: 'cell', colspan: columns.length }, allOf(job)));
	const toggle = h('button', {
		type: 'button',
		'aria-expanded': 'false',
		'aria-controls': detailsId,
		'aria-label': `Details of ${job.type} ${job.jid}`,
		'data-key': `toggle-${key}`,
		click: () => {
			details.hidden = !details.hidden;
			toggle.setAttribute('aria-expanded', String(!details.hidden));
		}
	}, 'Details');
	const cells = [
		[h('span', { class: 'type' }, job.job ? breakable(job.type) : 'Not a job'), h('span', { class: 'jid' }, job.jid), h('a', { class: 'queue', href: `#/queue/${encodeURIComponent(job.queue)}`, 'data-key': `queue-of-${key}` }, `Queue ${job.queue}`)],
		summary(job),
		when,
		...attempts,
		h('div', { class: 'buttons' }, toggle, actions)
	];
	const line = h('tr', { role: 'row', 'data-jid': job.jid }, cells.map((cell, i) => h(i === 0 ? 'th' : 'td', {
		role: i === 0 ? 'rowheader' : 'cell',
		scope: i === 0 ? 'row' : null,
		class: columns[i].number ? 'number' : null,
		'data-label': columns[i].title
	}, cell)));
	return [line, details];
}

function summary(job) {
	if (job.failure) {
		return [h('span', { class: 'error-class' }, breakable(job.failure.errorClass)), h('span', { class: 'clamp' }, job.failure.errorMessage)];
	}
	return h('code', { class: 'clamp' }, job.arguments);
}

function line(name, value) {
	return value === null || value === undefined || value === '' ? null : [h('dt', {}, name), h('dd', {}, value)];
}

function allOf(job) {
	return h('div', {},
		h('dl', { class: 'lines' },
			line('Job id', h('code', {}, job.jid || 'none')),
			line(job.job ? 'Arguments' : 'What is stored', h('code', { class: 'wrap' }, job.arguments)),
			job.tags.length ? line('Tags', job.tags.join(', ')) : null,
			line('Created', job.createdAt && clock(job.createdAt)),
			line('Enqueued', job.enqueuedAt && clock(job.enqueuedAt)),
			job.failure ? [
				line('Failed first', job.failure.failedAt && clock(job.failure.failedAt)),
				line('Error', h('span', {}, breakable(job.failure.errorClass))),
				line('Message', h('span', { class: 'wrap' }, job.failure.errorMessage))
			] : null),
		job.failure ? backtrace(job.failure.backtrace, job.key) : null);
}

function backtrace(lines, key) {
	return lines.length
		? h('pre', { class: 'backtrace', tabindex: '0', role: 'group', 'aria-label': 'Stack trace', 'data-key': `trace-${key}` }, lines.join('\n'))
		: h('p', { class: 'muted' }, 'The job keeps no stack trace; @Job(backtrace = 20) would.');
}

export function pager(size, offset, href) {
	if (size <= LIMIT && offset === 0) {
		return null;
	}
	const last = Math.min(size, offset + LIMIT);
	const step = (to, label, enabled) => enabled
		? h('a', { class: 'button', href: href(to), 'data-key': `page-${label}` }, label)
		: h('span', { class: 'button off', 'aria-disabled': 'true' }, label);
	return h('nav', { class: 'pager', 'aria-label': 'Pages' },
		step(Math.max(0, offset - LIMIT), 'Previous', offset > 0),
		h('span', {}, `${number(offset + 1)}–${number(last)} of ${number(size)}`),
		step(offset + LIMIT, 'Next', last < size));
}
