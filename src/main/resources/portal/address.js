// The page's address: the tenant, and what is asked of its report. Never the key.

const asked = () => new URLSearchParams(location.search);

export const wantedTenant = () => asked().get('tenant');

export function query() {
  const parameters = asked();
  parameters.delete('tenant');
  return parameters;
}

export const addressOf = (tenant, parameters = []) => `?${new URLSearchParams([['tenant', tenant], ...parameters])}`;

/** Has the address say so, where it does not yet. */
export function nameTenant(tenant) {
  if (wantedTenant() !== tenant) {
    history.replaceState(null, '', addressOf(tenant, query()));
  }
}

/** @returns {boolean} false where it asks for the first page already */
export function askForFirstPage() {
  const parameters = asked();
  if (!parameters.has('pageToken')) {
    return false;
  }
  parameters.delete('pageToken');
  history.replaceState(null, '', `?${parameters}`);
  return true;
}

/** @param {HTMLFormElement} form of filters and order */
export function filtered(tenant, form) {
  return addressOf(tenant, [...new FormData(form)].filter(([, value]) => value));
}
