// Says in words why there is no newer report.

import { Refused, session } from './asking.js';
import { addressOf } from './address.js';
import { by, notice } from './shown.js';

let keyIsGone = () => {};

/** @param {() => void} action where the key is not good any more */
export function onKeyGone(action) {
  keyIsGone = action;
}

/** True where the address asks for a page that there is not, or not any more. */
export function isOfThePage(failure) {
  return failure.status === 400 && (failure.problem.errors || []).some(({ name }) => name === 'pageToken');
}

/** @returns {{isOver: boolean, wait: number}} whether it is of no use to go on asking; else for how long to wait at least */
export function explain(failure) {
  if (!(failure instanceof Refused)) {
    return later('The gateway does not answer. What is shown is what it said last; it is asked again.', 0);
  }
  if (failure.status === 429) {
    return later(`This key asked more often than it may. It is asked again in ${failure.wait} s.`, failure.wait);
  }
  if (failure.passes) {
    const words = `The gateway cannot answer at the moment: ${failure.message} It is asked again in ${failure.wait} s.`;
    return later(words, failure.wait);
  }
  if (failure.status === 401) {
    keyIsGone();
  } else {
    nothing(final(failure));
  }
  return { isOver: true, wait: 0 };
}

function later(words, seconds) {
  notice('read', words, 'bad');
  return { isOver: false, wait: seconds * 1_000 };
}

function final(failure) {
  if (failure.status === 403) {
    return 'This key may not read the quotas of this tenant.';
  }
  if (failure.status === 404) {
    return 'There is no such tenant for this key.';
  }
  const errors = (failure.problem.errors || []).map(({ name, detail }) => `${name} ${detail}`).join('; ');
  return `This address asks for something that there is not: ${errors || failure.message}.`;
}

function nothing(words) {
  notice('read', words, 'bad');
  const again = document.createElement('a');
  again.href = addressOf(session.tenant);
  again.textContent = 'Show everything';
  by('report').replaceChildren(again);
}
