// The page of a tenant. The key stays in this tab's session storage; it is sent in a header and never put into an address.

import { listen } from './live.js';
import { morph } from './morph.js';
import { saidNow } from './ages.js';

const KEY = 'quotagate.key';
const AFTER_EVENTS = 250;
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const LONGEST_HIDDEN = 60_000;

const root = document.documentElement;
const by = (id) => document.getElementById(id);
const state = { key: null, tenant: null, tenants: [], live: false, timer: 0, failures: 0, request: null, heard: 0 };
let stop = () => {};
let hidden = 0;

// --- Asking ---------------------------------------------------------------------------------------------------------

class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem.detail || problem.title || `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.wait = wait;
  }
}

// A header takes bytes: those of the key in UTF-8, as the gateway's operators hashed it.
function bytes(key) {
  return String.fromCharCode(...new TextEncoder().encode(key));
}

async function ask(path, options = {}) {
  const answer = await fetch(path, {
    ...options,
    headers: { ...options.headers, 'X-API-Key': state.key },
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, problem, Number(answer.headers.get('Retry-After') || 0));
  }
  return answer;
}

async function tenantsOfKey() {
  const all = [];
  let token = '';
  do {
    const page = await (await ask('/v1/tenants' + token)).json();
    all.push(...page.tenants);
    token = page.nextPageToken ? `?pageToken=${encodeURIComponent(page.nextPageToken)}` : '';
  } while (token);
  return all;
}

// --- What is shown --------------------------------------------------------------------------------------------------

function show(part) {
  root.classList.remove('is-known');
  for (const id of ['door', 'choice', 'view']) {
    by(id).hidden = id !== part;
  }
  by('sign-out').hidden = !state.key;
  by('other-tenant').hidden = part !== 'view' || state.tenants.length < 2;
  by('live').hidden = part !== 'view';
}

function notice(text, tone = '') {
  const box = by('notice');
  box.hidden = !text;
  box.className = `notice ${tone}`;
  if (box.textContent !== text) {
    box.textContent = text;
  }
}

function announce(text) {
  if (by('announcement').textContent !== text) {
    by('announcement').textContent = text;
  }
}

function showLive(live) {
  state.live = live;
  by('live').dataset.state = live ? 'live' : 'polling';
  by('live-word').textContent = live ? 'Live' : 'Asking now and then';
}

// --- Signing in and out ---------------------------------------------------------------------------------------------

async function signIn(key, focus) {
  by('key-error').textContent = '';
  state.key = bytes(key.trim());
  try {
    state.tenants = await tenantsOfKey();
  } catch (failure) {
    const words = wordsAtTheDoor(failure);
    signOut();
    by('key-error').textContent = words;
    by('key').focus();
    return;
  }
  sessionStorage.setItem(KEY, key.trim());
  by('key').value = '';
  const wanted = new URLSearchParams(location.search).get('tenant');
  const known = state.tenants.find((tenant) => tenant.id === wanted);
  if (known || state.tenants.length === 1) {
    open(known ? known.id : state.tenants[0].id, focus);
  } else {
    choose();
  }
}

function wordsAtTheDoor(failure) {
  if (!(failure instanceof Refused)) {
    return 'The gateway does not answer. Try again in a moment.';
  }
  if (failure.status === 401) {
    return 'No tenant has this key. It may be mistyped, expired or taken back.';
  }
  if (failure.status === 429 || failure.status === 503) {
    return `The gateway asks for a pause: try again in ${Math.max(1, failure.wait)} s.`;
  }
  return `The gateway refused: ${failure.message}`;
}

function signOut() {
  close();
  sessionStorage.removeItem(KEY);
  Object.assign(state, { key: null, tenant: null, tenants: [], failures: 0 });
  by('report').replaceChildren();
  by('tenants').replaceChildren();
  notice('');
  announce('');
  document.title = 'Quotagate';
  show('door');
}

function choose() {
  close();
  state.tenant = null;
  notice('');
  document.title = 'Which tenant? · Quotagate';
  by('tenants').replaceChildren(
    ...state.tenants.map(({ id, name }) => {
      const link = document.createElement('a');
      link.href = `?tenant=${encodeURIComponent(id)}`;
      link.textContent = name || id;
      const item = document.createElement('li');
      item.append(link, ...(name ? [' ', Object.assign(document.createElement('code'), { textContent: id })] : []));
      return item;
    }),
  );
  if (state.tenants.length === 0) {
    notice('This key is good, but it may read no tenant.', 'bad');
  }
  show('choice');
  by('choice-title').focus();
}

// --- The report -----------------------------------------------------------------------------------------------------

function query() {
  const parameters = new URLSearchParams(location.search);
  parameters.delete('tenant');
  return parameters;
}

function open(tenant, focus) {
  close();
  if (new URLSearchParams(location.search).get('tenant') !== tenant) {
    const parameters = query();
    history.replaceState(null, '', `?${new URLSearchParams([['tenant', tenant], ...parameters])}`);
  }
  if (state.tenant !== tenant) {
    by('report').innerHTML = '<p class="waiting">Asking the vendors…</p>';
  }
  state.tenant = tenant;
  show('view');
  showLive(false);
  load().then(() => focus && by('tenant-name')?.focus({ preventScroll: true }));
  follow();
}

function follow() {
  stop();
  stop = listen(state.tenant, state.key, { onEvent: heard, onState: (live) => { showLive(live); schedule(); } });
}

function close() {
  stop();
  stop = () => {};
  clearTimeout(state.timer);
  clearTimeout(state.heard);
  state.heard = 0;
  state.request?.abort();
}

// Several events come together: the report is read once for all of them.
function heard() {
  state.heard ||= setTimeout(() => {
    state.heard = 0;
    load();
  }, AFTER_EVENTS);
}

async function load() {
  state.request?.abort();
  const request = new AbortController();
  state.request = request;
  by('report').setAttribute('aria-busy', 'true');
  try {
    const parameters = query();
    const path = `/portal/tenants/${encodeURIComponent(state.tenant)}?${parameters}`;
    // Whoever has not answered within a second is shown as that, and its numbers when they come.
    const answer = await ask(path, { headers: { Prefer: 'wait=1' }, signal: request.signal });
    const html = await answer.text();
    if (request.signal.aborted) {
      return;
    }
    put(html);
    state.failures = 0;
    notice('');
  } catch (failure) {
    if (request.signal.aborted) {
      return;
    }
    by('report').setAttribute('aria-busy', 'false');
    if (!explain(failure)) {
      return;
    }
  }
  schedule();
}

function put(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('report');
  morph(by('report'), document.adoptNode(fresh));
  saidNow();
  document.title = `${by('tenant-name').textContent} · Quotagate`;
  announce(by('report').dataset.summary);
}

// False where it is of no use to go on asking.
function explain(failure) {
  state.failures++;
  if (!(failure instanceof Refused)) {
    notice('The gateway does not answer. What is shown is what it said last; it is asked again.', 'bad');
    return true;
  }
  if (failure.status === 429 || failure.status >= 500) {
    const wait = Math.max(1, failure.wait);
    notice(
      failure.status === 429
        ? `This key asked more often than it may. It is asked again in ${wait} s.`
        : `The gateway cannot answer at the moment: ${failure.message} It is asked again in ${wait} s.`,
      'bad',
    );
    state.pause = wait * 1_000;
    return true;
  }
  close();
  if (failure.status === 401) {
    signOut();
    by('key-error').textContent = 'This key is not good any more: it expired, or was taken back.';
  } else if (failure.status === 403) {
    nothing('This key may not read the quotas of this tenant.');
  } else if (failure.status === 404) {
    nothing('There is no such tenant for this key.');
  } else {
    const errors = (failure.problem.errors || []).map(({ name, detail }) => `${name} ${detail}`).join('; ');
    nothing(`This address asks for something that there is not: ${errors || failure.message}.`);
  }
  return false;
}

function nothing(words) {
  notice(words, 'bad');
  const again = document.createElement('a');
  again.href = `?tenant=${encodeURIComponent(state.tenant)}`;
  again.textContent = 'Show everything';
  by('report').replaceChildren(again);
}

// When to ask again: what the gateway said is due; later where it tells by itself, and where it failed.
function schedule() {
  clearTimeout(state.timer);
  if (!state.tenant || document.visibilityState === 'hidden') {
    return;
  }
  const due = Number(by('report').dataset.due || LONGEST_PAUSE) + 300;
  const wanted = state.failures ? Math.max(state.pause || 0, 2 ** Math.min(state.failures, 6) * 1_000) : due;
  state.pause = 0;
  const pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wanted));
  state.timer = setTimeout(load, state.live && !state.failures ? LONGEST_PAUSE : pause);
}

async function refresh() {
  const button = by('refresh');
  button.disabled = true;
  try {
    await ask(`/v1/tenants/${encodeURIComponent(state.tenant)}/refreshes`, { method: 'POST' });
    announce('The vendors are being asked.');
  } catch (failure) {
    const cooling = failure instanceof Refused && failure.status === 429;
    notice(cooling ? `They were asked a moment ago: try again in ${Math.max(1, failure.wait)} s.` : failure.message, '');
    setTimeout(() => notice(''), 5_000);
  }
  setTimeout(() => {
    button.disabled = false;
    load();
  }, 1_000);
}

// --- The address: filters and order ---------------------------------------------------------------------------------

function go(search) {
  history.pushState(null, '', search);
  arrive();
}

function arrive() {
  if (!state.key) {
    return;
  }
  const wanted = new URLSearchParams(location.search).get('tenant');
  if (!wanted) {
    state.tenants.length === 1 ? open(state.tenants[0].id) : choose();
  } else if (wanted !== state.tenant) {
    open(wanted, true);
  } else {
    load();
  }
}

function filtered() {
  const parameters = new URLSearchParams([['tenant', state.tenant]]);
  for (const [name, value] of new FormData(by('filters'))) {
    if (value) {
      parameters.append(name, value);
    }
  }
  go(`?${parameters}`);
}

// --- Events of the page ---------------------------------------------------------------------------------------------

by('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  signIn(by('key').value, true);
});

by('sandbox-key')?.addEventListener('click', () => signIn('sandbox', true));
by('sign-out').addEventListener('click', () => {
  signOut();
  history.replaceState(null, '', location.pathname);
  by('key').focus();
});
by('other-tenant').addEventListener('click', () => go(location.pathname));

by('main').addEventListener('change', (event) => event.target.closest('#filters') && filtered());
by('main').addEventListener('submit', (event) => event.target.closest('#filters') && event.preventDefault());
by('main').addEventListener('click', (event) => {
  if (event.target.closest('#refresh')) {
    refresh();
    return;
  }
  const link = event.target.closest('a[href^="?"]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(link.getAttribute('href'));
    if (link.id === 'next') {
      by('quotas-title').scrollIntoView();
    }
  }
});

// One menu is open at a time, and none when somebody goes elsewhere.
document.addEventListener('click', (event) => closeMenus(event.target.closest?.('.menu')));
document.addEventListener('focusin', (event) => closeMenus(event.target.closest?.('.menu')));
document.addEventListener('keydown', (event) => {
  // A number's digits in full can be sent away, until something else is looked at.
  root.classList.toggle('no-tips', event.key === 'Escape');
  if (event.key === 'Escape') {
    const menu = document.activeElement?.closest('.menu[open]');
    closeMenus(null);
    menu?.querySelector('summary').focus();
  }
});

function closeMenus(but) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (menu !== but) {
      menu.open = false;
    }
  }
}

addEventListener('popstate', arrive);
document.addEventListener('mouseover', () => root.classList.remove('no-tips'));

// Nobody looks: nothing is asked, and after a while nothing is listened to either.
document.addEventListener('visibilitychange', () => {
  clearTimeout(hidden);
  if (document.visibilityState === 'hidden') {
    clearTimeout(state.timer);
    hidden = setTimeout(() => {
      stop();
      stop = () => {};
    }, LONGEST_HIDDEN);
  } else if (state.tenant) {
    load();
    if (!state.live) {
      follow();
    }
  }
});

const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
const nameTheme = () => {
  by('theme').textContent = isDark() ? 'Light' : 'Dark';
  by('theme').setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
};
by('theme').addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  localStorage.setItem('quotagate.theme', root.dataset.theme);
  nameTheme();
});
system.addEventListener('change', nameTheme);
nameTheme();

root.dataset.ready = '';
const kept = sessionStorage.getItem(KEY);
if (kept) {
  signIn(kept, false);
}
