// Listens to a tenant's events. Read with fetch, as an EventSource could not send the key in a header.

const SILENCE = 45_000;
const LONGEST_PAUSE = 60_000;

/**
 * @param {string} tenant
 * @param {string} key
 * @param {{onEvent: () => void, onState: (live: boolean) => void}} hooks
 * @returns {() => void} ends it
 */
export function listen(tenant, key, { onEvent, onState }) {
  const end = new AbortController();
  follow(`/v1/tenants/${encodeURIComponent(tenant)}/events`, key, { onEvent, onState }, end.signal);
  return () => end.abort();
}

async function follow(url, key, hooks, ended) {
  const place = { id: '', retry: 3_000 };
  let refused = 0;
  while (!ended.aborted) {
    const pause = await once(url, key, hooks, ended, place);
    if (ended.aborted) {
      return;
    }
    hooks.onState(false);
    if (pause === null) {
      return;
    }
    refused = pause.refused ? refused + 1 : 0;
    const wait = pause.refused ? Math.min(LONGEST_PAUSE, Math.max(pause.millis, 2 ** refused * 1_000)) : place.retry;
    await sleep(wait * (0.8 + Math.random() * 0.4), ended);
  }
}

// One connection: how long to wait before the next one, or null where there shall be none.
async function once(url, key, hooks, ended, place) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE);
  try {
    const headers = { 'X-API-Key': key, Accept: 'text/event-stream' };
    if (place.id) {
      headers['Last-Event-ID'] = place.id;
    }
    const answer = await fetch(url, { headers, cache: 'no-store', signal: AbortSignal.any([ended, silence.signal]) });
    if (!answer.ok || !(answer.headers.get('Content-Type') || '').startsWith('text/event-stream')) {
      return refusal(answer);
    }
    hooks.onState(true);
    const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const read = parser(place, hooks.onEvent);
    for (;;) {
      const { done, value } = await lines.read();
      if (done) {
        return { refused: false };
      }
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
      read(value);
    }
  } catch {
    return { refused: true, millis: 0 };
  } finally {
    clearTimeout(timer);
  }
}

// There is no stream for this key, or none now.
function refusal(answer) {
  if (answer.status < 500 && answer.status !== 429) {
    return null;
  }
  return { refused: true, millis: 1_000 * Number(answer.headers.get('Retry-After') || 0) };
}

// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
function parser(place, onEvent) {
  let rest = '';
  let hasData = false;
  let id = place.id;
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        place.id = id;
        if (hasData) {
          onEvent();
        }
        hasData = false;
      } else if (line.startsWith('data')) {
        hasData = true;
      } else if (line.startsWith('id:')) {
        id = line.slice(3).trimStart();
      } else if (/^retry: ?\d+$/.test(line)) {
        place.retry = Number(line.slice(6));
      }
    }
  };
}

function sleep(millis, ended) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      ended.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, millis);
    ended.addEventListener('abort', wake);
  });
}
