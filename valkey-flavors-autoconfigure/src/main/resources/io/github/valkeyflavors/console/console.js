// Chooses the view by the address, and keeps it up to date.

import { isAsking, sayNothing } from './actions.js';
import { Problem, read, readJson } from './api.js';
import { h, number, show, tick } from './dom.js';
import { flavors } from './flavors.js';
import { history } from './history.js';
import { processes } from './processes.js';
import { queue, queues } from './queues.js';
import { set } from './sets.js';

const INTERVAL = 3000;

const VIEWS = [
	{ path: 'flavors', title: 'Flavors', view: flavors, needs: 'flavors' },
	{ path: 'queues', title: 'Queues', view: queues, needs: 'queues', count: 'enqueued' },
	{ path: 'queue', view: queue, needs: 'queues', under: 'queues' },
	{ path: 'scheduled', title: 'Scheduled', view: set('scheduled'), needs: 'queues', count: 'scheduled' },
	{ path: 'retry', title: 'Retries', view: set('retry'), needs: 'queues', count: 'retries' },
	{ path: 'dead', title: 'Dead', view: set('dead'), needs: 'queues', count: 'dead' },
	{ path: 'processes', title: 'Processes', view: processes, needs: 'queues', count: 'processes' },
	{ path: 'history', title: 'History', view: history, needs: 'history' }
];

const main = document.getElementById('main');
const content = document.getElementById('content');
const notice = document.getElementById('notice');
const updated = document.getElementById('updated');
const pause = document.getElementById('pause');

const context = { me: null, refresh };
let shown = { route: null, text: null };
let paused = false;
let timer = null;
let turn = 0;

function route() {
	const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
	const [name, ...rest] = path.split('/');
	const entry = VIEWS.find((view) => view.path === name && context.me[view.needs]) ?? VIEWS.find((view) => context.me[view.needs]);
	return { hash: location.hash, entry, name: decode(rest.join('/')), parameters: new URLSearchParams(search ?? '') };
}

function decode(text) {
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}

function drawViews(entry) {
	const links = VIEWS.filter((view) => view.title && context.me[view.needs]).map((view) => h('li', {},
		h('a', {
			href: `#/${view.path}`,
			'aria-current': (entry.under ?? entry.path) === view.path ? 'page' : null
		}, view.title, view.count ? h('span', { class: 'count', 'data-count': view.count }) : null)));
	document.getElementById('views').replaceChildren(...links);
}

function drawCounts(counts) {
	for (const element of document.querySelectorAll('[data-count]')) {
		const text = counts ? number(counts[element.dataset.count]) : '';
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}
}

function drawNotice(problem) {
	const text = problem ? problem.message : '';
	// An alert that did not change is not read out again
	if (notice.textContent !== text) {
		notice.replaceChildren(...(problem ? [h('p', { class: 'notice bad' }, text)] : []));
	}
}

function isBusy() {
	const selection = getSelection();
	return isAsking() || selection && !selection.isCollapsed && content.contains(selection.anchorNode);
}

async function readCounts() {
	if (!context.me.queues) {
		return;
	}
	try {
		drawCounts(await readJson('counts'));
	}
	catch (problem) {
		drawCounts(null);
		if (!(problem instanceof Problem)) {
			throw problem;
		}
	}
}

async function refresh() {
	const mine = ++turn;
	clearTimeout(timer);
	const now = route();
	try {
		const counts = readCounts();
		const text = await now.entry.view.load(now);
		await counts;
		if (mine !== turn) {
			return;
		}
		drawNotice(null);
		updated.textContent = `Updated ${new Date().toLocaleTimeString('en-GB')}`;
		if (!isBusy() && (shown.route !== now.hash || shown.text !== text)) {
			show(content, now.entry.view.render(JSON.parse(text), now, context));
			shown = { route: now.hash, text };
		}
	}
	catch (problem) {
		if (mine !== turn) {
			return;
		}
		if (!(problem instanceof Problem)) {
			drawNotice(new Problem(0, 'The page failed. Reload it.'));
			throw problem;
		}
		drawNotice(problem);
		updated.textContent = updated.textContent.replace('Updated', 'As of');
		if (shown.route !== now.hash) {
			show(content, h('div', {}, h('h1', { tabindex: '-1' }, now.entry.title ?? 'Queue')));
			shown = { route: now.hash, text: null };
		}
	}
	schedule();
}

function schedule() {
	clearTimeout(timer);
	const now = route();
	if (!paused && !document.hidden && !now.entry.view.still?.(now)) {
		timer = setTimeout(refresh, INTERVAL);
	}
}

async function navigate() {
	if (location.hash && !location.hash.startsWith('#/')) {
		return;
	}
	const now = route();
	drawViews(now.entry);
	document.title = `${now.entry.title ?? 'Queue'} – Valkey console`;
	sayNothing();
	await refresh();
	content.querySelector('h1')?.focus({ preventScroll: true });
	scrollTo(0, 0);
}

async function start() {
	try {
		context.me = JSON.parse(await read('me'));
	}
	catch (problem) {
		drawNotice(problem);
		updated.textContent = '';
		timer = setTimeout(start, INTERVAL);
		return;
	}
	drawNotice(null);
	document.getElementById('application').textContent = context.me.application;
	document.getElementById('who').replaceChildren(context.me.user, h('span', { class: 'role' }, context.me.operator ? 'operator' : 'read only'));
	if (!VIEWS.some((view) => context.me[view.needs])) {
		drawNotice(new Problem(0, 'This application has neither servers nor a job queue to show.'));
		return;
	}
	drawViews(route().entry);
	addEventListener('hashchange', navigate);
	document.title = `${route().entry.title ?? 'Queue'} – Valkey console`;
	setInterval(() => tick(content), 1000);
	await refresh();
}

pause.addEventListener('click', () => {
	paused = !paused;
	pause.setAttribute('aria-pressed', String(paused));
	pause.textContent = paused ? 'Resume updates' : 'Pause updates';
	if (paused) {
		clearTimeout(timer);
	}
	else {
		refresh();
	}
});

document.getElementById('skip').addEventListener('click', (event) => {
	event.preventDefault();
	main.focus();
});

document.addEventListener('visibilitychange', () => {
	if (!context.me || paused) {
		return;
	}
	if (document.hidden) {
		clearTimeout(timer);
	}
	else {
		refresh();
	}
});

start();
