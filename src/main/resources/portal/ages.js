// Goes on counting what the gateway last said of ages and waits, from when it was said.

const SLEPT = 5_000;

let said = now();
let slept = () => {};

// Nobody sets the one clock, but in some browsers it stands still while the machine sleeps; the other goes on.
function now() {
  return { running: performance.now(), dated: Date.now(), isTold: false };
}

export function saidNow() {
  said = now();
  tick();
}

/** @param {() => void} action after the machine has slept, or its date was set */
export function whenSlept(action) {
  slept = action;
}

// The longer of the two: an age that is told is never too young.
function passed() {
  const running = performance.now() - said.running;
  const dated = Date.now() - said.dated;
  if (Math.abs(dated - running) > SLEPT && !said.isTold) {
    said.isTold = true;
    slept();
  }
  return Math.max(running, dated);
}

// Whole units, never more than two: the same words as the gateway's own.
function span(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  if (seconds < 86400) {
    return two(`${Math.floor(seconds / 3600)} h`, Math.floor((seconds % 3600) / 60), 'min');
  }
  const days = Math.floor(seconds / 86400);
  return two(days === 1 ? '1 day' : `${days} days`, Math.floor((seconds % 86400) / 3600), 'h');
}

function two(greater, rest, unit) {
  return rest === 0 ? greater : `${greater} ${rest} ${unit}`;
}

const WORDS = {
  age: (millis, passed) => `${span(millis + passed)} ago`,
  fresh: (millis, passed) => (millis > passed ? `fresh for ${span(millis - passed)}` : 'due for a refresh'),
  retry: (millis, passed) =>
    millis > passed ? `asked again in ${span(millis - passed + 999)}` : 'asked again with the next read',
};

function tick() {
  const since = passed();
  for (const [name, words] of Object.entries(WORDS)) {
    for (const element of document.querySelectorAll(`[data-${name}]`)) {
      const text = words(Number(element.dataset[name]), since);
      if (element.textContent !== text) {
        element.textContent = text;
      }
    }
  }
}

setInterval(() => document.visibilityState === 'visible' && tick(), 1000);
