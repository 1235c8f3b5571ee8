// Small helpers for pages: typed lookup of elements, and new elements.

/**
 * The element with this id.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${type.name} #${id}`);
}

/**
 * A new element with classes and children; text becomes text nodes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} classes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, classes, ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

/**
 * A button with a click handler.
 * @param {string} label
 * @param {string} classes
 * @param {() => void} act
 */
export function makeButton(label, classes, act) {
  const button = make("button", classes, label);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/**
 * Sets the value of a `.progress` line; null: indeterminate.
 * @param {HTMLElement} line
 * @param {number | null} value 0…1
 */
export function setProgress(line, value) {
  if (value === null) {
    line.removeAttribute("aria-valuenow");
    return;
  }
  line.style.setProperty("--value", String(value));
  line.setAttribute("aria-valuenow", String(Math.floor(value * 100)));
}

/** Writes text only when it differs, so that a selection in it survives. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
