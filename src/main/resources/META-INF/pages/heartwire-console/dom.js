/** Small helpers for elements. Text is always text: nothing here parses HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id, which console.html promises. */
export const byId = (id) => document.getElementById(id);

/**
 * A new element, such as `h("p.quiet", "text")`. After its name and classes may come properties: `on`
 * holds listeners by event, all others are attributes, and those that are null, undefined or false
 * are left out. So are such children.
 */
export function h(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) {
    element.className = classes.join(" ");
  }
  return fill(element, rest);
}

/** The same for an element of SVG, without classes. */
export const svg = (tag, ...rest) => fill(document.createElementNS(SVG, tag), rest);

const isProperties = (value) => value?.constructor === Object;
const isThere = (value) => value !== null && value !== undefined && value !== false;

function fill(element, [first, ...rest]) {
  const [properties, children] = isProperties(first) ? [first, rest] : [{}, [first, ...rest]];
  for (const [name, value] of Object.entries(properties).filter(([, each]) => isThere(each))) {
    if (name === "on") {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(2).filter(isThere));
  return element;
}

/** Sets a text if it differs, so that live regions speak of changes only and selections stay. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function button(text, click, tone) {
  return h("button.button.small", { type: "button", "data-tone": tone, on: { click } }, text);
}

/** A field that no browser corrects, completes or keeps. */
export function input(id, properties = {}) {
  return h("input.field", { id, type: "text", maxlength: 255, spellcheck: "false", autocapitalize: "none", autocomplete: "off", ...properties });
}

export function labelled(label, field, size = "") {
  return h(`span.filter${size}`, h("label", { for: field.id }, label), field);
}

/** A form that is not sent anywhere. */
export function form(classes, submit, ...children) {
  const on = {
    submit: (event) => {
      event.preventDefault();
      submit?.(event);
    },
  };
  return h(`form${classes}`, { on, autocomplete: "off" }, children);
}

/** A place for what went wrong. */
export function complaint() {
  const element = h("p.notice.trouble", { role: "alert", hidden: true });
  const say = (what = "") => {
    const text = what.message ?? what;
    element.hidden = text === "";
    setText(element, text);
  };
  return { element, say };
}

/** A word with a coloured mark: the word says what the colour says. */
export const mark = (text, tone = "quiet") => h("span.mark", { "data-tone": tone }, text);

/** Pairs of a name and a value; pairs without a value are left out. */
export function facts(pairs) {
  const lines = pairs.filter(([, value]) => isThere(value) && value !== "");
  return h("dl.facts", lines.map(([name, value]) => h("div", h("dt", name), h("dd", value))));
}

/** What stands where nothing is. */
export const nothing = (title, text) => h("div.empty", h("p.empty-title", title), text && h("p", text));
