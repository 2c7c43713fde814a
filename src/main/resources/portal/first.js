// Before anything is painted: the theme that was chosen in this browser, else the system's; and no door for whoever came in.
const root = document.documentElement;
const kept = (read) => {
  try {
    return read();
  } catch {
    // This browser keeps nothing.
    return null;
  }
};
const theme = kept(() => localStorage.getItem('quotagate.theme'));
if (theme === 'dark' || theme === 'light') {
  root.dataset.theme = theme;
}
root.classList.toggle('is-known', kept(() => sessionStorage.getItem('quotagate.key')) !== null);

// The rest comes when there is something to look at. A page that nobody looks at is not painted, and does not wait for it.
addEventListener('DOMContentLoaded', () => {
  const rest = () => import('./portal.js');
  requestAnimationFrame(() => setTimeout(rest));
  setTimeout(rest, 200);
});
