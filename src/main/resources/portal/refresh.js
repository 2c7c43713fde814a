// Has the vendors asked now.

import { Refused, ask, session } from './asking.js';
import { announce, by, noNotice, notice } from './shown.js';

const UNTIL_READ = 1_000;
const WORDS_STAY = 5_000;

// Whoever signs out or looks at another tenant wants nothing of it any more.
const state = { asking: null, timer: 0, words: 0 };

/** @param {() => void} load reads the report again, which by then says what became of it */
export async function refresh(load) {
  if (state.asking) {
    return;
  }
  const asking = {};
  state.asking = asking;
  // Not disabled: that would take the focus from it.
  by('refresh').setAttribute('aria-disabled', 'true');
  const words = await tell();
  if (state.asking !== asking) {
    return;
  }
  if (words) {
    clearTimeout(state.words);
    notice('refresh', words);
    state.words = setTimeout(() => noNotice('refresh'), WORDS_STAY);
  } else {
    announce('The vendors are being asked.');
  }
  state.timer = setTimeout(() => {
    ready();
    load();
  }, UNTIL_READ);
}

// What is in the way; nothing where they are asked.
async function tell() {
  try {
    await ask(`/v1/tenants/${encodeURIComponent(session.tenant)}/refreshes`, { method: 'POST' });
    return '';
  } catch (failure) {
    const cooling = failure instanceof Refused && failure.status === 429;
    return cooling ? `They were asked a moment ago: try again in ${failure.wait} s.` : failure.message;
  }
}

function ready() {
  state.asking = null;
  by('refresh')?.removeAttribute('aria-disabled');
}

export function noRefresh() {
  clearTimeout(state.timer);
  clearTimeout(state.words);
  noNotice('refresh');
  ready();
}
