// Follows orders whose job is alive: fetches the page again and takes over what changed of it. Without scripts it
// reloads itself.
const isAlive = () => document.querySelector('.status.pending, .step.now') !== null;

// The parts of a status keep their number, and a life only grows: nothing that stays the same is touched
function update(shown, fresh) {
  [...fresh.children].forEach((part, i) => {
    const old = shown.children[i];
    if (!old) {
      shown.append(part);
    } else if (!old.isEqualNode(part)) {
      old.replaceWith(part);
    }
  });
}

async function look() {
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (response?.redirected) {
    location.reload(); // logged out meanwhile
    return;
  }
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const shown of document.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(shown.id);
      if (fresh) {
        update(shown, fresh);
      }
    }
  }
  follow();
}

function follow() {
  if (isAlive()) {
    setTimeout(look, 500);
  }
}

follow();
