/** Small helpers for the elements of the page. */

/** The time of day, the same everywhere on the page. */
export const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** The element with this id, which page.html promises. */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`page.html has no element with the id ${id}`);
  }
  return element;
}

/** Sets a text if it differs, so that live regions speak of changes only. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A new element with a class and a text. Text is always text: nothing here parses HTML. */
export function create(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
