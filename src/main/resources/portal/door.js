// Coming in with a key, choosing a tenant, and going.

import { Refused, bytes, session, tenantsOfKey } from './asking.js';
import { wantedTenant } from './address.js';
import { forgetKey, keepKey } from './kept.js';
import { close, open } from './report.js';
import { announce, by, keyError, noNotice, notice, show } from './shown.js';

const LONGEST_PAUSE = 60;
const door = { attempt: 0, failures: 0, timer: 0 };

/**
 * The key is kept once it has proved good, and forgotten where it is none. Where the gateway cannot tell it is asked again.
 *
 * @param {boolean} focus whether the report shall have it
 */
export async function signIn(key, focus) {
  const attempt = nextAttempt();
  session.key = bytes(key.trim());
  session.tenants = null;
  try {
    const tenants = await tenantsOfKey();
    if (attempt === door.attempt) {
      enter(key.trim(), tenants, focus);
    }
  } catch (failure) {
    if (attempt === door.attempt) {
      stayOutside(failure, key, focus);
    }
  }
}

function nextAttempt() {
  clearTimeout(door.timer);
  return ++door.attempt;
}

function enter(key, tenants, focus) {
  door.failures = 0;
  session.tenants = tenants;
  keepKey(key);
  keyError('');
  by('key').value = '';
  const wanted = wantedTenant();
  const known = tenants.find((tenant) => tenant.id === wanted);
  if (known || tenants.length === 1) {
    open(known ? known.id : tenants[0].id, focus);
  } else {
    choose();
  }
}

function stayOutside(failure, key, focus) {
  if (failure.status === 401) {
    signOut();
    keyError('No tenant has this key. It may be mistyped, expired or taken back.');
    by('key').focus();
    return;
  }
  show('door', { isSignedIn: true });
  if (failure instanceof Refused && !failure.passes) {
    keyError(`The gateway refused: ${failure.message}`);
    return;
  }
  const wait = Math.min(LONGEST_PAUSE, Math.max(failure.wait || 0, 2 ** door.failures++));
  keyError(
    failure instanceof Refused
      ? `The gateway asks for a pause: it is asked again in ${wait} s.`
      : 'The gateway does not answer. It is asked again.',
  );
  door.timer = setTimeout(() => signIn(key, focus), wait * 1_000);
}

export function signOut() {
  nextAttempt();
  close();
  forgetKey();
  Object.assign(session, { key: null, tenant: null, tenants: null });
  door.failures = 0;
  by('report').replaceChildren();
  by('tenants').replaceChildren();
  noNotice();
  announce('');
  keyError('');
  document.title = 'Quotagate';
  show('door', { isSignedIn: false });
}

export function choose() {
  close();
  session.tenant = null;
  document.title = 'Which tenant? · Quotagate';
  by('tenants').replaceChildren(...session.tenants.map(choice));
  noNotice();
  if (session.tenants.length === 0) {
    notice('choice', 'This key is good, but it may read no tenant.', 'bad');
  }
  show('choice', { isSignedIn: true });
  by('choice-title').focus();
}

function choice({ id, name }) {
  const link = document.createElement('a');
  link.href = `?tenant=${encodeURIComponent(id)}`;
  link.textContent = name || id;
  const item = document.createElement('li');
  item.append(link, ...(name ? [' ', Object.assign(document.createElement('code'), { textContent: id })] : []));
  return item;
}
