// The jobs for later, those that wait for a retry, and those that were given up.

import { action } from './actions.js';
import { query, read, readJson } from './api.js';
import { ago, empty, h, number, plural, table } from './dom.js';
import { jobRow, LIMIT, pager, readPage } from './jobs.js';

const MOST_FOUND = 100;

const SETS = {
	scheduled: { title: 'Scheduled', empty: 'No job is scheduled.', when: 'Due', retry: 'Run now' },
	retry: { title: 'Retries', empty: 'No job waits for a retry.', when: 'Due', retry: 'Retry' },
	dead: { title: 'Dead', empty: 'No job was given up.', when: 'Died', retry: 'Retry' }
};

export function set(name) {
	return {
		load: (route, signal) => {
			const text = route.parameters.get('find');
			return text ? find(name, text, signal)
				: readPage(route, signal, (offset) => read('set', { set: name, offset, limit: LIMIT }, signal), (offset) => address(name, offset));
		},
		// A search looks at the whole set, so it is not repeated by itself
		still: (route) => Boolean(route.parameters.get('find')),
		without: (data, key) => ({ ...data, found: data.found.filter((job) => job.key !== key) }),
		render: (data, route, context) => render(name, data, route, context)
	};
}

function address(name, offset) {
	return `#/${name}${query({ offset: offset || '' })}`;
}

// Ends early when somebody goes elsewhere, pauses or hides the page; what was found by then is shown
async function find(name, text, signal) {
	const found = new Map();
	let part = null;
	let stopped = false;
	do {
		let answer;
		try {
			answer = await readJson('find', { set: name, text, part }, signal);
		}
		catch (problem) {
			if (!signal.aborted) {
				throw problem;
			}
			stopped = true;
			break;
		}
		answer.jobs.forEach((job) => found.set(job.key, job));
		part = answer.next;
	}
	while (part && found.size < MOST_FOUND && !signal.aborted);
	const jobs = [...found.values()].sort((a, b) => String(a.at).localeCompare(String(b.at)));
	return JSON.stringify({ found: jobs.slice(0, MOST_FOUND), more: Boolean(part) || jobs.length > MOST_FOUND, stopped: stopped || signal.aborted && Boolean(part) });
}

function render(name, data, route, context) {
	const about = SETS[name];
	const text = route.parameters.get('find');
	const jobs = data.found ?? data.jobs;
	return h('div', {},
		h('div', { class: 'head' },
			h('h1', { tabindex: '-1' }, about.title),
			search(name, text, context)),
		text ? foundLine(name, text, jobs, data) : h('div', { class: 'head' },
			h('p', { class: 'muted' }, data.size ? plural(data.size, 'job', 'jobs') : ''),
			data.size ? clear(name, data.size, context) : null),
		jobs.length ? list(name, jobs, context) : empty(text ? (data.stopped ? 'Nothing found so far.' : 'Nothing found.') : about.empty),
		text ? null : pager(data.size, data.offset, (offset) => address(name, offset)));
}

function search(name, text, context) {
	const input = h('input', { type: 'search', id: 'find', name: 'find', value: text ?? '', 'data-key': 'find', autocomplete: 'off', placeholder: 'jid, type or argument' });
	return h('form', {
		role: 'search',
		submit: (event) => {
			event.preventDefault();
			const target = `#/${name}${query({ find: input.value })}`;
			if (location.hash === target) {
				context.refresh();
			}
			location.hash = target;
		}
	}, h('label', { for: 'find' }, 'Find'), input, h('button', { type: 'submit', 'data-key': 'search' }, 'Search'));
}

function foundLine(name, text, jobs, { more, stopped }) {
	return h('p', {},
		stopped ? `The search was stopped after ${plural(jobs.length, 'job', 'jobs')} that contain “${text}”. Search again to see all. ` : more ? `The first ${number(jobs.length)} jobs that contain “${text}”, of more. ` : `${plural(jobs.length, 'job contains', 'jobs contain')} “${text}”, as it stands in their JSON. `,
		h('a', { href: `#/${name}`, 'data-key': 'all' }, 'Show all'));
}

function clear(name, size, context) {
	return action(context, {
		label: 'Delete all',
		key: 'clear',
		danger: true,
		path: 'sets',
		body: { action: 'clear', set: name },
		question: { title: `Delete all ${plural(size, 'job', 'jobs')}?`, text: `All jobs that are under ${SETS[name].title} by then are deleted, and cannot be brought back.` }
	});
}

function list(name, jobs, context) {
	const columns = [{ title: 'Job' }, { title: name === 'scheduled' ? 'Arguments' : 'Error' }, { title: SETS[name].when }];
	if (name !== 'scheduled') {
		columns.push({ title: 'Failures', number: true });
	}
	columns.push({ title: 'Actions' });
	return table(`${SETS[name].title}: jobs`, columns, jobs.map((job) => jobRow(job, columns, ago(job.at),
		name === 'scheduled' ? [] : [job.retryCount === null ? '–' : number(job.retryCount + 1)], buttons(name, job, context), job.key)), 'jobs');
}

function buttons(name, job, context) {
	if (!job.at) {
		return [];
	}
	const body = (verb) => ({ action: verb, set: name, jid: job.jid, at: job.at, key: job.key });
	const title = `${job.type} ${job.jid}`.trim();
	return [
		job.job ? action(context, {
			label: SETS[name].retry,
			name: `${SETS[name].retry}: ${title}`,
			key: `retry-${job.key}`,
			path: 'sets',
			body: body('retry'),
			job: job.key,
			question: { title: `${SETS[name].retry}: ${job.type}?`, text: `Job ${job.jid} goes to its queue ${job.queue} and runs as soon as a worker is free.` }
		}) : null,
		name !== 'dead' ? action(context, {
			label: 'Kill',
			name: `Kill ${title}`,
			key: `kill-${job.key}`,
			danger: true,
			path: 'sets',
			body: body('kill'),
			job: job.key,
			question: { title: `Kill ${job.type}?`, text: `Job ${job.jid} moves to the dead set. It does not run unless somebody retries it there.` }
		}) : null,
		action(context, {
			label: 'Delete',
			name: `Delete ${title}`,
			key: `delete-${job.key}`,
			danger: true,
			path: 'sets',
			body: body('delete'),
			job: job.key,
			question: { title: `Delete ${job.type}?`, text: `Job ${job.jid || 'without a jid'} is deleted, and cannot be brought back.` }
		})
	];
}
