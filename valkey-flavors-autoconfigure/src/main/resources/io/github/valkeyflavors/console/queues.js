// The queues, and the jobs that wait in one.

import { action } from './actions.js';
import { Problem, query, read } from './api.js';
import { ago, badge, duration, empty, h, number, plural, row, table } from './dom.js';
import { jobRow, LIMIT, pager, readPage } from './jobs.js';

const QUEUES = [{ title: 'Queue' }, { title: 'Waiting', number: true }, { title: 'Latency', number: true }, { title: 'State' }, { title: 'Actions' }];

const JOBS = [{ title: 'Job' }, { title: 'Arguments' }, { title: 'Enqueued' }, { title: 'Actions' }];

export const queues = {
	load: async (route, signal) => {
		const [list, counts] = await Promise.all([read('queues', {}, signal), read('counts', {}, signal)]);
		return `{"queues":${list},"counts":${counts}}`;
	},
	render: ({ queues: list, counts }, route, context) => h('div', {},
		h('h1', { tabindex: '-1' }, 'Queues'),
		h('dl', { class: 'counts' },
			count('Waiting', counts.enqueued), count('Scheduled', counts.scheduled), count('Retries', counts.retries),
			count('Dead', counts.dead), count('Processes', counts.processes), count('Processed', counts.processed), count('Failed', counts.failed)),
		list.length ? table('Queues', QUEUES, list.map((each) => row(QUEUES, [
			h('a', { href: `#/queue/${encodeURIComponent(each.name)}`, 'data-key': `queue-${each.name}` }, each.name),
			number(each.size),
			each.size ? duration(each.latencyMillis) : '–',
			each.paused ? badge('Paused', 'warn') : badge('Running', 'ok'),
			h('div', { class: 'buttons' }, pauseButton(each, context)) ], { 'data-queue': each.name })), 'queues')
			: empty('No job was ever pushed.'))
};

function count(name, value) {
	return h('div', {}, h('dt', {}, name), h('dd', {}, number(value)));
}

function pauseButton(each, context) {
	return action(context, {
		label: each.paused ? 'Resume' : 'Pause',
		name: `${each.paused ? 'Resume' : 'Pause'} queue ${each.name}`,
		key: `pause-${each.name}`,
		path: 'queues',
		body: { action: each.paused ? 'resume' : 'pause', queue: each.name },
		question: each.paused ? null : { title: `Pause queue ${each.name}?`, text: 'Workers of this library take no jobs from it until it is resumed, restarts included. Jobs in hand go on.' }
	});
}

export const queue = {
	load: async (route, signal) => {
		try {
			return await readPage(route, signal, (offset) => read('jobs', { queue: route.name, offset, limit: LIMIT }, signal), (offset) => address(route, offset));
		}
		catch (problem) {
			// A queue that was cleared is gone until the next job comes
			if (problem instanceof Problem && problem.status === 404) {
				return JSON.stringify({ size: 0, offset: 0, jobs: [], queue: null });
			}
			throw problem;
		}
	},
	render: (data, route, context) => h('div', {},
		h('p', {}, h('a', { href: '#/queues', 'data-key': 'all' }, 'All queues')),
		h('div', { class: 'head' },
			h('h1', { tabindex: '-1' }, `Queue ${route.name}`),
			data.queue ? h('div', { class: 'buttons' }, pauseButton(data.queue, context), data.size ? clear(route.name, data.size, context) : null) : null),
		data.queue ? h('p', { class: 'muted' }, `${plural(data.size, 'job waits', 'jobs wait')}, the next one for ${duration(data.queue.latencyMillis)}. `,
			data.queue.paused ? badge('Paused', 'warn') : null) : null,
		data.jobs.length ? table('Waiting jobs, next one first', JOBS,
			data.jobs.map((job) => jobRow(job, JOBS, ago(job.enqueuedAt ?? job.createdAt), [], deleteButton(job, route.name, data.offset, context), job.key)), 'jobs')
			: empty(data.queue ? 'No job waits.' : 'There is no such queue, or it was cleared.'),
		pager(data.size, data.offset, (offset) => address(route, offset)))
};

function address(route, offset) {
	return `#/queue/${encodeURIComponent(route.name)}${query({ offset: offset || '' })}`;
}

function clear(name, size, context) {
	return action(context, {
		label: 'Delete all',
		key: 'clear',
		danger: true,
		path: 'queues',
		body: { action: 'clear', queue: name },
		question: { title: `Delete all ${plural(size, 'job', 'jobs')} of queue ${name}?`, text: 'They never run, and cannot be brought back.' }
	});
}

function deleteButton(job, name, offset, context) {
	return action(context, {
		label: 'Delete',
		name: `Delete ${job.type} ${job.jid}`,
		key: `delete-${job.key}`,
		danger: true,
		path: 'queues',
		body: { action: 'delete', queue: name, key: job.key, offset },
		question: { title: `Delete ${job.type}?`, text: `Job ${job.jid || 'without a jid'} never runs, and cannot be brought back.` }
	});
}
