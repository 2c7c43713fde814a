// Makes one piece of the page like another in place, so that focus, open details and a reader's place stay.

// What the reader has opened, and what is being done, is not in what the gateway wrote.
const KEPT = { details: 'open', button: 'aria-disabled' };

export function morph(from, to) {
  const focused = from.contains(document.activeElement) ? document.activeElement : null;
  become(from, to);
  // What was moved has lost it.
  if (focused?.isConnected && focused !== document.activeElement) {
    focused.focus({ preventScroll: true });
  }
}

function become(from, to) {
  attributes(from, to);
  children(from, to);
}

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && KEPT[from.localName] !== name) {
      from.removeAttribute(name);
    }
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) {
      from.setAttribute(name, value);
    }
  }
  if (from.localName === 'input') {
    from.checked = to.hasAttribute('checked');
  } else if (from.localName === 'option') {
    from.selected = to.hasAttribute('selected');
  }
}

function children(from, to) {
  const known = stay(from, to);
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const match = partner(here, wanted, known);
    if (!match) {
      from.insertBefore(wanted, here);
      continue;
    }
    // What is in between and can be made anew is not worth a move.
    while (match.id && here && here !== match && !here.id) {
      here = without(here);
    }
    if (match !== here) {
      from.insertBefore(match, here);
    } else {
      here = here.nextSibling;
    }
    if (match.nodeType === Node.ELEMENT_NODE) {
      become(match, wanted);
    } else if (match.data !== wanted.data) {
      match.data = wanted.data;
    }
  }
  while (here) {
    here = without(here);
  }
}

// Those that have an id and are wanted again, by it; the others are gone before any is moved.
function stay(from, to) {
  const wanted = new Map([...to.children].filter(({ id }) => id).map(({ id, localName }) => [id, localName]));
  const known = new Map();
  for (const child of [...from.children].filter(({ id }) => id)) {
    if (wanted.get(child.id) === child.localName) {
      known.set(child.id, child);
    } else {
      child.remove();
    }
  }
  return known;
}

function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// The same by its id, else the next one where both are of a kind and neither has an id.
function partner(here, wanted, known) {
  if (wanted.id) {
    return known.get(wanted.id);
  }
  return here && here.nodeName === wanted.nodeName && !here.id ? here : null;
}
