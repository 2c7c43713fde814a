// The parts of the page that are always there, and which of them are shown.

const root = document.documentElement;

export const by = (id) => document.getElementById(id);

/** @param {'door' | 'choice' | 'view'} part */
export function show(part, { isSignedIn, hasOthers }) {
  root.classList.remove('is-known');
  for (const id of ['door', 'choice', 'view']) {
    by(id).hidden = id !== part;
  }
  by('sign-out').hidden = !isSignedIn;
  by('other-tenant').hidden = part !== 'view' || !hasOthers;
  by('live').hidden = part !== 'view';
}

/** @param {string} of whose word it is: who has it taken back takes back no other's */
export function notice(of, text, tone = '') {
  const box = by('notice');
  box.hidden = false;
  box.className = `notice ${tone}`;
  box.dataset.of = of;
  say(box, text);
}

/** @param {string} [of] whose word it is; everybody's where it is left out */
export function noNotice(of) {
  const box = by('notice');
  if (!of || box.dataset.of === of) {
    box.hidden = true;
    say(box, '');
  }
}

export function announce(text) {
  say(by('announcement'), text);
}

export function keyError(text) {
  say(by('key-error'), text);
}

export function showLive(live) {
  by('live').dataset.state = live ? 'live' : 'polling';
  say(by('live-word'), live ? 'Live' : 'Asking now and then');
}

// What is said twice alike is read out once.
function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
