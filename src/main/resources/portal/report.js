// The report of a tenant: reads it, shows it, and knows when to read it again.

import { ask, session } from './asking.js';
import { askForFirstPage, nameTenant, query } from './address.js';
import { saidNow, whenSlept } from './ages.js';
import { listen } from './live.js';
import { morph } from './morph.js';
import { noRefresh } from './refresh.js';
import { announce, by, noNotice, notice, show, showLive } from './shown.js';
import { explain, isOfThePage } from './trouble.js';

const AFTER_EVENTS = 250;
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const LONGEST_HIDDEN = 60_000;

const state = { stop: null, live: false, request: null, again: false, timer: 0, heard: 0, hidden: 0, failures: 0, pause: 0 };

/** @param {boolean} [focus] whether the tenant's name shall have it */
export function open(tenant, focus) {
  close();
  nameTenant(tenant);
  if (session.tenant !== tenant) {
    by('report').innerHTML = '<p class="waiting">Asking the vendors…</p>';
  }
  session.tenant = tenant;
  state.failures = 0;
  show('view', { isSignedIn: true, hasOthers: session.tenants.length > 1 });
  showLive(false);
  look().then(() => focus && by('tenant-name')?.focus({ preventScroll: true }));
}

/** Something else is asked for: what is under way is of no use any more. */
export function look() {
  if (!state.stop) {
    follow();
  }
  state.request?.abort();
  state.request = null;
  return load();
}

export function close() {
  deaf();
  noRefresh();
  clearTimeout(state.timer);
  clearTimeout(state.heard);
  state.heard = 0;
  state.request?.abort();
  state.request = null;
}

function follow() {
  state.stop = listen(session.tenant, session.key, {
    onEvent: soon,
    onState: (live) => {
      state.live = live;
      showLive(live);
      schedule();
    },
  });
}

function deaf() {
  state.stop?.();
  state.stop = null;
  state.live = false;
  showLive(false);
}

// Several events come together: the report is read once for all of them.
function soon() {
  state.heard ||= setTimeout(() => {
    state.heard = 0;
    load();
  }, AFTER_EVENTS);
}

/** Where it is being read already, it is read once more after that, as that may have missed what is new. */
export async function load() {
  if (state.request) {
    state.again = true;
    return;
  }
  const request = new AbortController();
  state.request = request;
  state.again = false;
  clearTimeout(state.timer);
  by('report').setAttribute('aria-busy', 'true');
  try {
    const html = await read(request.signal);
    if (request.signal.aborted) {
      return;
    }
    put(html);
    state.failures = 0;
    noNotice('read');
  } catch (failure) {
    if (request.signal.aborted) {
      return;
    }
    by('report').setAttribute('aria-busy', 'false');
    if (isOfThePage(failure) && askForFirstPage()) {
      notice('page', 'The page that the address asked for is not there any more: this is the first one.');
      await look();
      return;
    }
    state.failures++;
    const { isOver, wait } = explain(failure);
    if (isOver) {
      close();
      return;
    }
    state.pause = wait;
  }
  state.request = null;
  schedule();
  if (state.again) {
    soon();
  }
}

async function read(signal) {
  // Whoever has not answered within a second is shown as that, and its numbers when they come.
  const path = `/portal/tenants/${encodeURIComponent(session.tenant)}?${query()}`;
  return (await ask(path, { headers: { Prefer: 'wait=1' }, signal })).text();
}

function put(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('report');
  morph(by('report'), document.adoptNode(fresh));
  saidNow();
  document.title = `${by('tenant-name').textContent} · Quotagate`;
  announce(by('report').dataset.summary);
}

// When to ask again: what the gateway said is due; later where it tells by itself, and where it failed.
function schedule() {
  clearTimeout(state.timer);
  if (!session.tenant || document.visibilityState === 'hidden') {
    return;
  }
  const due = Number(by('report').dataset.due || LONGEST_PAUSE) + 300;
  const wanted = state.failures ? Math.max(state.pause, 2 ** Math.min(state.failures, 6) * 1_000) : due;
  const pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wanted));
  state.timer = setTimeout(load, state.live && !state.failures ? LONGEST_PAUSE : pause);
}

// Nobody looks: nothing is asked, and after a while nothing is listened to either.
document.addEventListener('visibilitychange', () => {
  clearTimeout(state.hidden);
  if (document.visibilityState === 'hidden') {
    clearTimeout(state.timer);
    state.hidden = setTimeout(deaf, LONGEST_HIDDEN);
  } else if (session.tenant) {
    load();
    if (!state.live) {
      deaf();
      follow();
    }
  }
});

whenSlept(() => session.tenant && load());
