// Elements and texts. What the server says becomes text nodes only, never markup.

export function h(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === null || value === undefined || value === false) {
			continue;
		}
		if (typeof value === 'function') {
			element.addEventListener(name, value);
		}
		else {
			element.setAttribute(name, value === true ? '' : value);
		}
	}
	element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

export function badge(text, tone) {
	return h('span', { class: `badge ${tone}` }, text);
}

// Names of classes may be broken after a dot, not within a word
export function breakable(text) {
	return text.split(/(?<=[.$])/).flatMap((part) => [part, h('wbr')]);
}

export function empty(text) {
	return h('p', { class: 'empty' }, text);
}

// On a phone a row is a block with a label before each cell, so the roles are said, too
export function table(caption, columns, rows, name) {
	return h('table', { role: 'table', 'data-table': name },
		h('caption', {}, caption),
		h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
			columns.map((column) => h('th', { role: 'columnheader', scope: 'col', class: column.number ? 'number' : null }, column.title)))),
		h('tbody', { role: 'rowgroup' }, rows));
}

export function row(columns, cells, attributes = {}) {
	return h('tr', { role: 'row', ...attributes }, cells.map((cell, i) => h(i === 0 ? 'th' : 'td', {
		role: i === 0 ? 'rowheader' : 'cell',
		scope: i === 0 ? 'row' : null,
		class: columns[i].number ? 'number' : null,
		'data-label': columns[i].title
	}, cell)));
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const NOT_SAID = '–';

export function number(value) {
	return value === null || value === undefined ? NOT_SAID : WHOLE.format(value);
}

export function percent(value) {
	return value === null || value === undefined ? NOT_SAID : `${SHORT.format(value * 100)} %`;
}

export function bytes(value) {
	if (value === null || value === undefined || value < 0) {
		return NOT_SAID;
	}
	const units = ['B', 'KB', 'MB', 'GB', 'TB'];
	let unit = 0;
	let amount = value;
	while (amount >= 1024 && unit < units.length - 1) {
		amount /= 1024;
		unit++;
	}
	return `${SHORT.format(amount)} ${units[unit]}`;
}

export function duration(millis) {
	const seconds = millis / 1000;
	if (seconds < 60) {
		return seconds < 10 && seconds > 0 ? `${SHORT.format(seconds)} s` : `${Math.round(seconds)} s`;
	}
	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
	}
	if (seconds < 86400) {
		return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
	}
	return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
}

export function plural(count, one, many) {
	return `${number(count)} ${count === 1 ? one : many}`;
}

// Times that say how long ago they are; kept up to date while the page is open
export function ago(instant) {
	if (!instant) {
		return NOT_SAID;
	}
	const element = h('time', { datetime: instant, title: new Date(instant).toLocaleString('en-GB') });
	element.textContent = relative(instant);
	return element;
}

export function clock(instant) {
	return h('time', { datetime: instant }, new Date(instant).toLocaleString('en-GB'));
}

function relative(instant) {
	const millis = Date.now() - Date.parse(instant);
	if (Number.isNaN(millis)) {
		return NOT_SAID;
	}
	if (Math.abs(millis) < 1000) {
		return 'now';
	}
	return millis >= 0 ? `${coarse(millis)} ago` : `in ${coarse(-millis)}`;
}

function coarse(millis) {
	const seconds = Math.floor(millis / 1000);
	const units = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
	const [size, unit] = units.find(([each]) => seconds >= each) ?? [1, 's'];
	return `${number(Math.floor(seconds / size))} ${unit}`;
}

export function tick(root) {
	for (const element of root.querySelectorAll('time[title]')) {
		const text = relative(element.getAttribute('datetime'));
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}
}

// Replaces what is shown, and leaves focus and opened parts where they were
export function show(container, element) {
	const focused = container.contains(document.activeElement) ? document.activeElement.closest('[data-key]')?.dataset.key : null;
	const typed = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : null;
	const opened = new Set([...container.querySelectorAll('[aria-expanded="true"][data-key]')].map((each) => each.dataset.key));
	const details = new Set([...container.querySelectorAll('details[open][data-key]')].map((each) => each.dataset.key));
	container.replaceChildren(element);
	for (const each of container.querySelectorAll('[aria-expanded="false"][data-key]')) {
		if (opened.has(each.dataset.key)) {
			each.click();
		}
	}
	for (const each of container.querySelectorAll('details[data-key]')) {
		each.open = each.open || details.has(each.dataset.key);
	}
	if (focused) {
		const again = [...container.querySelectorAll('[data-key]')].find((each) => each.dataset.key === focused);
		if (again instanceof HTMLInputElement && typed !== null) {
			again.value = typed;
		}
		const target = again ?? container.querySelector('h1');
		target?.focus({ preventScroll: true });
	}
}
