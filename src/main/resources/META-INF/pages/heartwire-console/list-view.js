import { button, byId, form, h, input, labelled } from "./dom.js";
import { go } from "./router.js";

/** A list, and beside it the details of the row that the address names. */
export class ListView {
  #listing;
  #details;

  constructor(title, listing, details, ...more) {
    this.#listing = listing;
    this.#details = details;
    this.element = h("div.with-details", h("div.list", h("h1", title), listing.element, more), details.element);
  }

  show(route) {
    this.#listing.show(route);
    this.#details.show(route);
  }

  hide() {
    this.#listing.hide();
    this.#details.hide();
  }

  figures({ latest }) {
    this.#listing.nodes(latest.nodes ?? []);
  }
}

/**
 * One row: its title, what can be done to it, a way out, and what is asked of it again and again while
 * it is shown. A subclass calls `build`, and has `opened` and `closed`.
 */
export class Details {
  #view;
  #polls = [];
  title;
  /** What follows the view in the address; empty while no row is shown. */
  path = [];
  query = null;

  constructor(view, titleClass = "") {
    this.#view = view;
    this.title = h(`h2${titleClass}`, { tabindex: -1 });
  }

  build(polls, action, ...content) {
    this.#polls = polls;
    const close = button("Close", () => {
      this.leave();
      byId("main").focus();
    });
    close.toggleAttribute("data-close", true);
    this.element = h("aside.panel.details", { hidden: true, "aria-label": "Details" }, h("div.section-head", this.title, action, close), content);
  }

  show({ path, query }) {
    this.query = query;
    this.element.hidden = path.length === 0;
    if (path.join("/") !== this.path.join("/")) {
      this.hide();
      this.path = path;
      if (path.length > 0) {
        this.opened();
        this.#polls.forEach((poll) => poll.start());
        this.title.focus();
      }
    }
  }

  hide() {
    this.path = [];
    this.#polls.forEach((poll) => poll.stop());
    this.closed();
  }

  /** Goes back to the list as it was. */
  leave() {
    go(this.#view, [], this.query);
  }

  refresh() {
    this.#polls.forEach((poll) => poll.now());
  }
}

/** Opens a row by its name, whether the list has it or not. */
export function opener(view, label) {
  const name = input(`open-${view}`, { required: true });
  return form(".filters", () => go(view, [name.value.trim()]), labelled(label, name, ".wide"), h("button.button.small", "Open"));
}

/** A plain list, one line for each item. */
export const lines = (items, line) => h("ul.lines", items.map((item) => h("li", line(item))));
