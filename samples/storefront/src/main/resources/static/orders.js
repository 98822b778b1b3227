// Watches a pending order until a worker has confirmed it. Without scripts the page reloads itself.
const watch = document.getElementById('watch');
const status = document.getElementById('status');
const sentence = document.getElementById('sentence');
const sentences = {
  confirmed: 'Thank you, it is on its way.',
  failed: 'This order could not be taken. Please order again.'
};

async function look() {
  const response = await fetch(watch.dataset.order, { headers: { Accept: 'application/json' } }).catch(() => null);
  const order = response?.ok ? await response.json() : null;
  if (order && order.status !== 'pending') {
    status.className = `status ${order.status}`;
    status.textContent = order.status;
    sentence.textContent = sentences[order.status];
  } else {
    setTimeout(look, 1000);
  }
}

if (status.textContent === 'pending') {
  setTimeout(look, 400);
}
