// The page of a tenant: what people do on it. The key stays in this tab; it is sent in a header, never put into an address.

import { filtered, wantedTenant } from './address.js';
import { session } from './asking.js';
import { choose, signIn, signOut } from './door.js';
import { keptKey } from './kept.js';
import { load, look, open } from './report.js';
import { refresh } from './refresh.js';
import { by, keyError, noNotice } from './shown.js';
import { onKeyGone } from './trouble.js';
import './menus.js';
import './theme.js';
// Named here, so that all are fetched at once and none waits for the one that needs it.
import './ages.js';
import './live.js';
import './morph.js';

by('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  keyError('');
  signIn(by('key').value, true);
});
by('sandbox-key')?.addEventListener('click', () => signIn('sandbox', true));
by('sign-out').addEventListener('click', () => {
  signOut();
  history.replaceState(null, '', location.pathname);
  by('key').focus();
});
by('other-tenant').addEventListener('click', () => go(location.pathname));
onKeyGone(() => {
  signOut();
  keyError('This key is not good any more: it expired, or was taken back.');
});

function go(search) {
  history.pushState(null, '', search);
  return arrive();
}

async function arrive() {
  if (!session.tenants) {
    return;
  }
  noNotice('page');
  const wanted = wantedTenant();
  if (!wanted && session.tenants.length !== 1) {
    choose();
  } else if (wanted === session.tenant) {
    await look();
  } else {
    open(wanted || session.tenants[0].id, true);
  }
}

addEventListener('popstate', arrive);

by('main').addEventListener('change', (event) => {
  const form = event.target.closest('#filters');
  if (form) {
    go(filtered(session.tenant, form));
  }
});
by('main').addEventListener('submit', (event) => event.target.closest('#filters') && event.preventDefault());
by('main').addEventListener('click', (event) => {
  if (event.target.closest('#refresh')) {
    refresh(load);
    return;
  }
  const link = event.target.closest('a[href^="?"]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    // The link may be gone with what it led away from.
    go(link.getAttribute('href')).then(() => by('quotas-title')?.focus());
  }
});

document.documentElement.dataset.ready = '';
const key = keptKey();
if (key) {
  signIn(key, false);
}
