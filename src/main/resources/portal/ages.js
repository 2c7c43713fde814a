// Goes on counting what the gateway last said of ages and waits. Counted from when it was said, by a clock that nobody sets.

let said = performance.now();

export function saidNow() {
  said = performance.now();
  tick();
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
  const passed = performance.now() - said;
  for (const [name, words] of Object.entries(WORDS)) {
    for (const element of document.querySelectorAll(`[data-${name}]`)) {
      const text = words(Number(element.dataset[name]), passed);
      if (element.textContent !== text) {
        element.textContent = text;
      }
    }
  }
}

setInterval(() => document.visibilityState === 'visible' && tick(), 1000);
