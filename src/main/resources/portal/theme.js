// Light or dark: as the system has it, until somebody chooses.

import { keepTheme } from './kept.js';
import { by } from './shown.js';

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

function nameTheme() {
  by('theme').textContent = isDark() ? 'Light' : 'Dark';
  by('theme').setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
}

by('theme').addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  keepTheme(root.dataset.theme);
  nameTheme();
});
system.addEventListener('change', nameTheme);
nameTheme();
