// How full the servers are, and what happened to them.

import { query, read } from './api.js';
import { ago, badge, clock, empty, h, percent, row, table } from './dom.js';

const PRESSURES = [{ title: 'Server' }, { title: 'Flavors' }, { title: 'Memory', number: true }, { title: 'Level' }, { title: 'Since' }];

const ENTRIES = [{ title: 'Time' }, { title: 'Kind' }, { title: 'Flavor' }, { title: 'What happened' }];

const KINDS = { OUTAGE: ['Outage', 'bad'], PRESSURE: ['Memory', 'warn'], POLICY: ['Policy', 'quiet'] };

const TONES = { NORMAL: 'ok', ELEVATED: 'warn', HIGH: 'warn', CRITICAL: 'bad' };

export const history = {
	load: (route, signal) => read('history', {}, signal),
	render: (data, route) => {
		const kind = route.parameters.get('kind');
		const entries = data.entries.filter((entry) => !kind || entry.kind === kind);
		return h('div', {},
			h('h1', { tabindex: '-1' }, 'History'),
			data.pressures.length ? h('h2', {}, 'Memory now') : null,
			data.pressures.length ? table('Memory now', PRESSURES, data.pressures.map((each) => row(PRESSURES, [
				each.server, each.flavors.join(', '), percent(each.use), badge(each.level.toLowerCase(), TONES[each.level] ?? 'quiet'), ago(each.since)
			])), 'pressures') : null,
			h('div', { class: 'head' }, h('h2', {}, 'What happened'), filter(kind)),
			h('p', { class: 'muted' }, 'As this process saw it since it started, the latest first.'),
			entries.length ? table('What happened', ENTRIES, entries.map((entry) => row(ENTRIES, [
				clock(entry.at), badge(...(KINDS[entry.kind] ?? [entry.kind, 'quiet'])),
				[entry.flavor, h('span', { class: 'jid' }, entry.server)], entry.text
			])), 'entries') : empty('Nothing yet.'));
	}
};

function filter(kind) {
	const select = h('select', {
		id: 'kind',
		'data-key': 'kind',
		change: () => {
			location.hash = `#/history${query({ kind: select.value })}`;
		}
	}, h('option', { value: '' }, 'All'), Object.entries(KINDS).map(([value, [text]]) => h('option', { value, selected: value === kind }, text)));
	return h('form', {}, h('label', { for: 'kind' }, 'Show'), select);
}
