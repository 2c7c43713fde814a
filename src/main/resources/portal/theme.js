// Before anything is painted: the theme that was chosen in this browser, else the system's.
const chosen = localStorage.getItem('quotagate.theme');
if (chosen === 'dark' || chosen === 'light') {
  document.documentElement.dataset.theme = chosen;
}
