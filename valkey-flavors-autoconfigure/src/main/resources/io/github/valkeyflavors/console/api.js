// The JSON of the console. All addresses are relative: only the browser knows what stands before them.

export class Problem extends Error {

	constructor(status, detail) {
		super(detail);
		this.status = status;
	}

}

const HEADERS = { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' };

async function ask(path, options) {
	let response;
	try {
		response = await fetch(path, { redirect: 'manual', cache: 'no-store', credentials: 'same-origin', ...options });
	}
	catch {
		throw new Problem(0, 'The application does not answer. What you see is what it said last.');
	}
	if (response.type === 'opaqueredirect' || response.status === 401) {
		throw new Problem(401, 'You are logged out. Reload the page to log in.');
	}
	const text = await response.text();
	const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
	if (!response.ok) {
		throw new Problem(response.status, detail(response, isJson ? text : null));
	}
	if (!isJson) {
		throw new Problem(401, 'Something other than the console answered. Reload the page.');
	}
	return text;
}

function detail(response, text) {
	try {
		const answer = JSON.parse(text);
		if (answer?.detail) {
			return answer.detail;
		}
	}
	catch {
		// Not of the console: a filter before it answered
	}
	return response.status === 403 ? 'You may not do this.' : `The application answered ${response.status}.`;
}

export function query(parameters) {
	const pairs = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
	return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

export function read(name, parameters = {}) {
	return ask(`api/${name}${query(parameters)}`, { headers: HEADERS });
}

export async function readJson(name, parameters) {
	return JSON.parse(await read(name, parameters));
}

export async function act(name, body) {
	// The token may have changed since the page was loaded, by a login in another tab
	const me = await readJson('me');
	const text = await ask(`api/${name}`, {
		method: 'POST',
		headers: { ...HEADERS, ...me.headers, 'Content-Type': 'application/json', 'X-Valkey-Console': '1' },
		body: JSON.stringify(body)
	});
	return JSON.parse(text);
}
