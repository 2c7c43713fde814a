// One menu is open at a time, and none when somebody goes elsewhere.

const root = document.documentElement;

document.addEventListener('click', (event) => closeMenus(event.target.closest?.('.menu')));
document.addEventListener('focusin', (event) => closeMenus(event.target.closest?.('.menu')));
document.addEventListener('keydown', (event) => {
  // A number's digits in full can be sent away, until something else is looked at.
  root.classList.toggle('no-tips', event.key === 'Escape');
  if (event.key === 'Escape') {
    const menu = document.activeElement?.closest('.menu[open]');
    closeMenus(null);
    menu?.querySelector('summary').focus();
  }
});
document.addEventListener('mouseover', () => root.classList.remove('no-tips'));

function closeMenus(but) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (menu !== but) {
      menu.open = false;
    }
  }
}
