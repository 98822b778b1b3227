// Chooses the view by the address, and keeps it up to date.

import { isAsking, sayNothing, stopAsking } from './actions.js';
import { Problem, readJson } from './api.js';
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

const context = { me: null, refresh, acted };
let shown = { route: null, text: null };
let paused = false;
let timer = null;
let counting = false;
let loading = new AbortController();

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

// Nobody waits for the counts: the server of the queue may be slow or away
async function readCounts() {
	if (!context.me.queues || counting) {
		return;
	}
	counting = true;
	try {
		drawCounts(await readJson('counts'));
	}
	catch (problem) {
		drawCounts(null);
		if (!(problem instanceof Problem)) {
			throw problem;
		}
	}
	finally {
		counting = false;
	}
}

function isStill(now) {
	return Boolean(now.entry.view.still?.(now));
}

function draw(now, text) {
	show(content, now.entry.view.render(JSON.parse(text), now, context));
	shown = { route: now.hash, text };
}

async function refresh() {
	loading.abort();
	const mine = new AbortController();
	loading = mine;
	clearTimeout(timer);
	const now = route();
	readCounts();
	try {
		const text = await now.entry.view.load(now, mine.signal);
		if (mine !== loading) {
			return;
		}
		drawNotice(null);
		updated.textContent = `Updated ${new Date().toLocaleTimeString('en-GB')}`;
		// Another view is always drawn, the same one only where it disturbs nobody
		if (shown.route !== now.hash || shown.text !== text && !isBusy()) {
			draw(now, text);
		}
	}
	catch (problem) {
		if (mine !== loading) {
			return;
		}
		failed(now, problem);
	}
	schedule();
}

function failed(now, problem) {
	if (shown.route !== now.hash) {
		show(content, h('div', {}, h('h1', { tabindex: '-1' }, now.entry.title ?? 'Queue')));
		shown = { route: now.hash, text: null };
		updated.textContent = '';
	}
	updated.textContent = updated.textContent.replace('Updated', 'As of').replace('Loading …', '');
	if (!(problem instanceof Problem)) {
		drawNotice(new Problem(0, 'The page failed. Reload it.'));
		throw problem;
	}
	drawNotice(problem);
}

// After an action: a search is not repeated for it, only the job is gone
async function acted(job) {
	const now = route();
	if (!isStill(now)) {
		await refresh();
		return;
	}
	readCounts();
	if (job && shown.route === now.hash && shown.text !== null) {
		draw(now, JSON.stringify(now.entry.view.without(JSON.parse(shown.text), job)));
	}
}

function stop() {
	clearTimeout(timer);
	if (context.me && isStill(route())) {
		loading.abort();
	}
}

function resume() {
	if (!context.me) {
		start();
	}
	else if (isStill(route())) {
		readCounts();
	}
	else {
		refresh();
	}
}

function schedule() {
	clearTimeout(timer);
	if (!paused && !document.hidden && !isStill(route())) {
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
	stopAsking();
	sayNothing();
	await refresh();
	content.querySelector('h1')?.focus({ preventScroll: true });
	scrollTo(0, 0);
}

async function start() {
	clearTimeout(timer);
	let me;
	try {
		me = await readJson('me');
	}
	catch (problem) {
		drawNotice(problem instanceof Problem ? problem : new Problem(0, 'Something other than the console answered. Reload the page.'));
		updated.textContent = 'Not loaded yet';
		if (!paused && !document.hidden) {
			timer = setTimeout(start, INTERVAL);
		}
		return;
	}
	// Two may have asked
	if (context.me) {
		return;
	}
	context.me = me;
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
		stop();
	}
	else {
		resume();
	}
});

document.getElementById('skip').addEventListener('click', (event) => {
	event.preventDefault();
	main.focus();
});

document.addEventListener('visibilitychange', () => {
	if (document.hidden) {
		stop();
	}
	else if (!paused) {
		resume();
	}
});

start();
