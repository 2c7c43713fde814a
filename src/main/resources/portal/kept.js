// What this browser keeps for the page. Where it refuses to keep anything, the page lives without.

const KEY = 'quotagate.key';
const THEME = 'quotagate.theme';

function quietly(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

// Of this tab alone, and gone with it.
export const keptKey = () => quietly(() => sessionStorage.getItem(KEY));
export const keepKey = (key) => quietly(() => sessionStorage.setItem(KEY, key));
export const forgetKey = () => quietly(() => sessionStorage.removeItem(KEY));

// Of all tabs.
export const keepTheme = (theme) => quietly(() => localStorage.setItem(THEME, theme));
