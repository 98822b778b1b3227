// The servers behind the flavors, a card for each.

import { read } from './api.js';
import { ago, badge, bytes, duration, empty, h, number, percent, plural, row, table } from './dom.js';

const LEVELS = { normal: ['', 'ok'], elevated: ['filling up', 'warn'], high: ['high', 'warn'], critical: ['critical', 'bad'] };

const STATES = {
	answers: ['Up', 'ok'],
	silent: ['Away', 'bad'],
	unasked: ['Not asked yet', 'quiet'],
	unused: ['Not in use', 'quiet']
};

export const flavors = {
	load: (route, signal) => read('flavors', { flavor: route.name }, signal),
	render: (servers, route) => h('div', {},
		h('h1', { tabindex: '-1' }, route.name ? `Flavor ${route.name}` : 'Flavors'),
		route.name ? h('p', {}, h('a', { href: '#/flavors', 'data-key': 'all' }, 'All flavors')) : null,
		servers.length ? h('div', { class: 'cards' }, servers.map(card)) : empty('No server is known.'))
};

function card(server) {
	const names = server.flavors.map((flavor) => flavor.name);
	const [state, tone] = STATES[server.state] ?? [server.state, 'quiet'];
	const open = server.flavors.some((flavor) => flavor.breaker.open);
	return h('article', { class: `card ${tone === 'bad' || open ? 'bad' : ''}`, 'data-server': server.address, 'data-flavors': names.join(' ') },
		h('header', {},
			h('h2', {}, names.join(', ')),
			h('span', { class: 'badges' },
				badge(state, tone),
				server.stale ? badge('Stale', 'warn') : null)),
		h('p', { class: 'address' }, server.address),
		about(server),
		server.facts ? memory(server) : null,
		server.facts ? figures(server.facts) : null,
		server.flavors.map((flavor) => flavorPart(flavor, names.length > 1)),
		server.facts ? replication(server.facts) : null,
		server.facts ? databases(server) : null);
}

function about(server) {
	const facts = server.facts;
	if (facts) {
		const parts = [`${facts.product === 'redis' ? 'Redis' : 'Valkey'} ${facts.version ?? '?'}`, facts.role ?? 'role unknown'];
		if (facts.uptimeSeconds !== null) {
			parts.push(`up ${duration(facts.uptimeSeconds * 1000)}`);
		}
		return h('p', { class: 'muted' }, parts.join(' · '), server.stale ? [' · as of ', ago(server.at)] : null);
	}
	if (server.problem && server.flavors.some((flavor) => flavor.breaker.open)) {
		return h('p', { class: 'muted' }, 'Asked ', ago(server.at), ', without an answer.');
	}
	if (server.problem) {
		return h('p', { class: 'problem' }, `The server ${server.problem}. ${server.remedy} `, h('span', { class: 'muted' }, 'Asked ', ago(server.at), '.'));
	}
	return h('p', { class: 'muted' }, server.state === 'unused' ? 'Nobody has asked for a connection to it, and no configuration names it.' : 'Wait for the first look at it.');
}

function memory(server) {
	const { usedMemory, maxMemory, memoryUse } = server.facts;
	const known = memoryUse !== null;
	const [word, tone] = LEVELS[server.level] ?? ['', 'ok'];
	const use = known ? Math.min(1, memoryUse) : 0;
	const bar = h('div', { class: `fill ${tone}` });
	// By the object model, since the policy forbids style attributes
	bar.style.inlineSize = `${use * 100}%`;
	const text = known ? `${bytes(usedMemory)} of ${bytes(maxMemory)}` : `${bytes(usedMemory)}, no limit`;
	return h('div', { class: 'memory' },
		h('div', { class: 'line' }, h('span', {}, 'Memory'),
			h('span', { class: 'value' }, text, known ? ` · ${percent(memoryUse)}` : null, word ? [' ', badge(word, tone)] : null)),
		known ? h('div', { class: 'track', role: 'meter', 'aria-label': 'Used memory', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': Math.round(use * 100), 'aria-valuetext': text }, bar) : null);
}

function figure(name, value) {
	return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

function figures(facts) {
	return h('dl', { class: 'figures' },
		figure('Hit rate', percent(facts.hitRate)),
		figure('Evicted keys', number(facts.evicted)),
		figure('Expired keys', number(facts.expired)),
		figure('Clients', facts.blockedClients ? `${number(facts.clients)}, ${number(facts.blockedClients)} blocked` : number(facts.clients)),
		figure('Commands', facts.commandsPerSecond === null ? '–' : `${number(facts.commandsPerSecond)}/s`),
		figure('Append-only file', facts.aof === null ? '–' : (facts.aof ? 'on' : 'off')),
		figure('Eviction policy', facts.policy ?? '–'));
}

function flavorPart(flavor, shared) {
	return h('section', { class: 'part' },
		h('h3', {}, shared ? flavor.name : 'Policy and breaker'),
		h('p', { class: 'badges' }, verdict(flavor), breakerBadge(flavor.breaker)),
		flavor.breaker.problem ? h('p', { class: 'problem' },
			flavor.breaker.open ? `Out of service for ${duration(flavor.breaker.seconds * 1000)}: it ` : 'It ',
			`${flavor.breaker.problem}. ${flavor.breaker.remedy}`,
			flavor.breaker.open ? ` ${plural(flavor.breaker.missed, 'call was', 'calls were')} answered without it; ${flavor.breaker.covered ? 'the application does without' : 'the application needs it'}.` : '') : null,
		flavor.findings.length ? h('ul', { class: 'findings' }, flavor.findings.map(finding)) : null);
}

function verdict(flavor) {
	switch (flavor.verdict) {
		case null: return null;
		case 'ok': return badge('Policy fits', 'ok');
		case 'unknown': return badge('Policy unknown', 'quiet');
		case 'error': return badge('Policy: data can vanish', 'bad');
		case 'warning': return badge('Policy: not as it should be', 'warn');
		default: return badge('Policy fits, see below', 'ok');
	}
}

function breakerBadge(breaker) {
	if (breaker.open) {
		return badge('Breaker open', 'bad');
	}
	return breaker.full ? badge('Full: writes are refused', 'bad') : badge('Breaker closed', 'ok');
}

function finding(found) {
	const tone = { ERROR: 'bad', WARNING: 'warn' }[found.severity] ?? 'quiet';
	return h('li', {},
		h('p', { class: 'badges' }, h('span', { class: 'id' }, found.id), badge(found.severity.toLowerCase(), tone)),
		h('dl', { class: 'lines' },
			h('dt', {}, 'Found'), h('dd', {}, found.found),
			h('dt', {}, 'Needed'), h('dd', {}, found.needed),
			found.conf ? [h('dt', {}, 'Set'), h('dd', {}, h('code', { class: 'conf' }, found.conf))] : null));
}

function replication(facts) {
	if (facts.role === 'replica') {
		return h('section', { class: 'part' }, h('h3', {}, 'Replication'),
			h('p', {}, `Follows ${facts.primary ?? 'a primary'} `, facts.linkUp ? badge('Link up', 'ok') : badge('Link down', 'bad')));
	}
	if (!facts.replicaList.length) {
		return h('section', { class: 'part' }, h('h3', {}, 'Replication'), h('p', { class: 'muted' }, facts.replicas ? `${plural(facts.replicas, 'replica', 'replicas')}.` : 'No replica is connected.'));
	}
	return h('section', { class: 'part' }, h('h3', {}, 'Replication'),
		h('ul', { class: 'findings' }, facts.replicaList.map(replica)));
}

function replica({ address, state, lagBytes, lagSeconds }) {
	const lag = [lagBytes < 0 ? null : `${bytes(lagBytes)} behind`, lagSeconds < 0 ? null : `last contact ${number(lagSeconds)} s ago`].filter(Boolean);
	return h('li', {},
		h('p', { class: 'badges' }, h('span', {}, address), badge(state, state === 'online' ? 'ok' : 'warn')),
		h('p', { class: 'muted' }, lag.join(', ') || 'It has not caught up yet.'));
}

const DATABASES = [{ title: 'Database' }, { title: 'Index', number: true }, { title: 'Keys', number: true }, { title: 'Expiring', number: true }];

function databases(server) {
	return h('section', { class: 'part' }, h('h3', {}, 'Logical databases'),
		table('Keys of each logical database', DATABASES, server.databases.map((database) => row(DATABASES, [
			database.name, String(database.index), number(database.keys), number(database.expiring)
		]))));
}
