// Buttons that change something: they ask first, then say what was done.

import { act, Problem } from './api.js';
import { h } from './dom.js';

const dialog = document.getElementById('dialog');
const confirmButton = document.getElementById('dialog-confirm');
const cancelButton = document.getElementById('dialog-cancel');

export function isAsking() {
	return dialog.open;
}

export function stopAsking() {
	if (dialog.open) {
		dialog.close('cancel');
	}
}

function confirmed(question) {
	document.getElementById('dialog-title').textContent = question.title;
	document.getElementById('dialog-text').textContent = question.text;
	confirmButton.textContent = question.label;
	confirmButton.className = question.danger ? 'danger' : 'primary';
	dialog.returnValue = 'cancel';
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true });
		dialog.showModal();
		(question.danger ? cancelButton : confirmButton).focus();
	});
}

export function say(text, failed) {
	const done = document.getElementById('done');
	done.replaceChildren(h('p', { class: failed ? 'notice bad' : 'notice ok' }, text));
}

export function sayNothing() {
	document.getElementById('done').replaceChildren();
}

/**
 * A button for operators; nothing for everybody else. The key of a job says that it is not here any more when that is done.
 */
export function action(context, { label, name, key, danger, question, path, body, job }) {
	if (!context.me.operator) {
		return null;
	}
	return h('button', {
		type: 'button',
		class: danger ? 'danger-text' : null,
		'aria-label': name,
		'data-key': key,
		click: async () => {
			if (question && !await confirmed({ label, danger, ...question })) {
				return;
			}
			let gone = true;
			try {
				say((await act(path, body)).text);
			}
			catch (problem) {
				if (!(problem instanceof Problem)) {
					throw problem;
				}
				say(problem.message, true);
				gone = problem.status === 409;
			}
			await context.acted(gone ? job : null);
		}
	}, label);
}
