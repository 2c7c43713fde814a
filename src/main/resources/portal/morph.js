// Makes one piece of the page like another in place, so that focus, open details and a reader's place stay.

export function morph(from, to) {
  attributes(from, to);
  children(from, to);
}

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // What the reader has opened stays open.
    if (!to.hasAttribute(name) && !(name === 'open' && from.localName === 'details')) {
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
  const known = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const match = partner(here, wanted, known);
    if (!match) {
      from.insertBefore(wanted, here);
      continue;
    }
    if (match !== here) {
      from.insertBefore(match, here);
    } else {
      here = here.nextSibling;
    }
    if (match.nodeType === Node.ELEMENT_NODE) {
      morph(match, wanted);
    } else if (match.data !== wanted.data) {
      match.data = wanted.data;
    }
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

// The same by its id, else the next one where both are of a kind and neither has an id.
function partner(here, wanted, known) {
  if (wanted.id) {
    const same = known.get(wanted.id);
    return same?.localName === wanted.localName ? same : null;
  }
  return here && here.nodeName === wanted.nodeName && !here.id ? here : null;
}
