// The JSON of the console. All addresses are relative: only the browser knows what stands before them.

export class Problem extends Error {

	constructor(status, detail) {
		super(detail);
		this.status = status;
	}

}

const HEADERS = { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' };

const PATIENCE = 15000;

async function ask(path, options, signal) {
	const { response, text } = await answer(path, options, signal);
	if (response.type === 'opaqueredirect' || response.status === 401) {
		throw new Problem(401, 'You are logged out. Reload the page to log in.');
	}
	const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
	if (!response.ok) {
		throw new Problem(response.status, detail(response, isJson ? text : null));
	}
	if (!isJson) {
		throw new Problem(401, 'Something other than the console answered. Reload the page.');
	}
	return text;
}

// The text belongs to it: an answer may begin, and not end
async function answer(path, options, signal) {
	const controller = new AbortController();
	const abort = () => controller.abort();
	const timer = setTimeout(abort, PATIENCE);
	signal?.addEventListener('abort', abort);
	if (signal?.aborted) {
		abort();
	}
	try {
		const response = await fetch(path, { redirect: 'manual', cache: 'no-store', credentials: 'same-origin', signal: controller.signal, ...options });
		return { response, text: await response.text() };
	}
	catch {
		throw new Problem(0, 'The application does not answer. What you see is what it said last.');
	}
	finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
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

export function read(name, parameters = {}, signal = null) {
	return ask(`api/${name}${query(parameters)}`, { headers: HEADERS }, signal);
}

export async function readJson(name, parameters, signal) {
	return JSON.parse(await read(name, parameters, signal));
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
