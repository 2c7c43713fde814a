// Asks the gateway, with the key of whoever has come in.

/** @type {{key: ?string, tenant: ?string, tenants: ?Array<{id: string, name?: string}>}} tenants null until they are known */
export const session = { key: null, tenant: null, tenants: null };

export class Refused extends Error {
  constructor(status, problem, wait) {
    super(problem.detail || problem.title || `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.wait = wait;
  }

  // It may go well later.
  get passes() {
    return this.status === 429 || this.status >= 500;
  }
}

// A header takes bytes: those of the key in UTF-8, as the gateway's operators hashed it.
export function bytes(key) {
  return String.fromCharCode(...new TextEncoder().encode(key));
}

export async function ask(path, options = {}) {
  const answer = await fetch(path, {
    ...options,
    headers: { ...options.headers, 'X-API-Key': session.key },
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, problem, Math.max(1, Number(answer.headers.get('Retry-After') || 0)));
  }
  return answer;
}

export async function tenantsOfKey() {
  const all = [];
  let token = '';
  do {
    const page = await (await ask('/v1/tenants' + token)).json();
    all.push(...page.tenants);
    token = page.nextPageToken ? `?pageToken=${encodeURIComponent(page.nextPageToken)}` : '';
  } while (token);
  return all;
}
