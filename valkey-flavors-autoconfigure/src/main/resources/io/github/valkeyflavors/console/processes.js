// Who performs jobs, and what they run.

import { action } from './actions.js';
import { read } from './api.js';
import { ago, badge, empty, h, number, row, table } from './dom.js';

const RUNNING = [{ title: 'Job' }, { title: 'Queue' }, { title: 'Arguments' }, { title: 'Started' }];

export const processes = {
	load: (route, signal) => read('processes', {}, signal),
	render: (list, route, context) => h('div', {},
		h('h1', { tabindex: '-1' }, 'Processes'),
		list.length ? h('div', { class: 'stack' }, list.map((process) => card(process, context))) : empty('No process performs jobs.'))
};

function card(process, context) {
	const busy = process.running.length;
	return h('article', { class: 'card', 'data-process': process.identity },
		h('header', {},
			h('h2', {}, `${process.hostName}:${process.pid}`, process.tag ? h('span', { class: 'muted' }, ` ${process.tag}`) : null),
			h('span', { class: 'badges' },
				process.quiet ? badge('Quiet: takes no new jobs', 'warn') : badge('Running', 'ok'),
				badge(`${number(busy)} of ${number(process.concurrency)} busy`, 'quiet'))),
		h('dl', { class: 'lines' },
			h('dt', {}, 'Queues'), h('dd', {}, process.queues.join(', ') || '–'),
			process.labels.length ? [h('dt', {}, 'Labels'), h('dd', {}, process.labels.join(', '))] : null,
			h('dt', {}, 'Version'), h('dd', {}, process.version || '–'),
			h('dt', {}, 'Started'), h('dd', {}, ago(process.startedAt)),
			h('dt', {}, 'Last heartbeat'), h('dd', {}, ago(process.beatAt))),
		busy ? table('Running jobs', RUNNING, process.running.map((running) => row(RUNNING, [
			[h('span', { class: 'type' }, running.job.type), h('span', { class: 'jid' }, running.job.jid)],
			running.job.queue,
			h('code', { class: 'clamp' }, running.job.arguments),
			ago(running.startedAt)
		]))) : h('p', { class: 'muted' }, 'Runs no job.'),
		h('div', { class: 'buttons' },
			process.quiet ? null : ask(context, process, 'quiet', 'Quiet', 'It takes no new jobs, and finishes those that it runs. Only a restart ends that.'),
			ask(context, process, 'stop', 'Stop', 'Its worker takes no new jobs, waits for those that it runs, and ends. The rest of the application goes on.')));
}

function ask(context, process, verb, label, text) {
	return action(context, {
		label,
		name: `${label} ${process.identity}`,
		key: `${verb}-${process.identity}`,
		danger: true,
		path: 'processes',
		body: { action: verb, identity: process.identity },
		question: { title: `${label} ${process.hostName}:${process.pid}?`, text }
	});
}
