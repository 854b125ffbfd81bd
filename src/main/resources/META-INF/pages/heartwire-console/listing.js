import { button, complaint, form, h, input, labelled, nothing, setText } from "./dom.js";
import { count, words } from "./format.js";
import { Poll } from "./poll.js";
import { go, link, replace } from "./router.js";
import { Table } from "./table.js";

const EVERY = 3_000;
const LIMIT = 50;
const TYPING = 300;

/** A list that the gateway filters, sorts and pages; the address holds all of that but the page. */
export class Listing {
  #view;
  #table;
  #path = [];
  #query = null;
  /** Where each page begins that the reader has come by. */
  #cursors = [null];
  #next = null;
  #fields = new Map();
  #flags = new Set();
  #total = h("p.total", { role: "status" });
  #trouble = complaint();
  #empty;
  #place = h("span.quiet");
  #back = button("Previous", () => this.#turn(-1));
  #on = button("Next", () => this.#turn(1));
  #poll;

  /**
   * @param view the name of the view in the address
   * @param ask takes a query to a promise of `{ rows, total, next, nodes, note }`
   * @param filters `[name, label, kind]`, where kind is "text", "flag", or the choices there are
   * @param pathOf what follows the view in the address of a row
   */
  constructor({ view, caption, ask, filters, columns, pathOf, empty }) {
    this.#view = view;
    this.#table = new Table({
      caption,
      columns,
      keyOf: (row) => pathOf(row).join("/"),
      hrefOf: (row) => link(view, pathOf(row), this.#query),
      onSort: (by) => this.#sort(by),
    });
    this.#empty = h("div", { hidden: true }, nothing(empty, "Loosen the filters to see more."));
    this.#poll = new Poll(EVERY, () => ask(this.#asked()), (answer) => this.#take(answer), this.#trouble.say);
    this.element = h(
      "div",
      form(".filters", null, filters.map((filter) => this.#field(...filter)), this.#total),
      this.#trouble.element,
      h("div.panel", this.#table.element, this.#empty),
      h("div.pages", this.#place, this.#back, this.#on),
    );
  }

  /** Shows what the address asks for. */
  show({ path, query }) {
    const isSame = String(query) === String(this.#query);
    this.#path = path;
    this.#query = query;
    this.#fields.forEach((field, name) => {
      field.checked = query.has(name);
      if (field !== document.activeElement) {
        field.value = query.get(name) ?? "";
      }
    });
    this.#table.sorted(query.get("sort"), query.has("descending"));
    this.#table.select(path.join("/"));
    if (!isSame) {
      this.#cursors = [null];
      this.#poll.start();
    }
  }

  hide() {
    this.#query = null;
    this.#poll.stop();
  }

  refresh() {
    this.#poll.now();
  }

  /** Offers the nodes as choices of the filter "node", if there is one. */
  nodes(nodes) {
    const field = this.#fields.get("node");
    if (field && (field.length !== nodes.length + 1 || nodes.some(({ id }, i) => field.options[i + 1].value !== id))) {
      field.replaceChildren(field.firstElementChild, ...nodes.map(({ id, name }) => h("option", { value: id }, name ?? id)));
      field.value = this.#query?.get("node") ?? "";
    }
  }

  #asked() {
    const asked = { limit: LIMIT, after: this.#cursors.at(-1) ?? undefined };
    for (const [name, value] of this.#query ?? []) {
      asked[name] = this.#flags.has(name) || name === "descending" ? true : value;
    }
    return asked;
  }

  #take({ rows, total, next, nodes = [], note = "" }) {
    this.#next = next || null;
    this.#table.show(rows);
    this.#table.select(this.#path.join("/"));
    const first = (this.#cursors.length - 1) * LIMIT;
    setText(this.#total, `${count(total)} found`);
    setText(this.#place, rows.length > 0 ? `${count(first + 1)}–${count(first + rows.length)} of ${count(total)}` : "");
    this.#empty.hidden = rows.length > 0;
    this.#table.element.hidden = rows.length === 0;
    this.#back.disabled = this.#cursors.length === 1;
    this.#on.disabled = this.#next === null;
    const silent = nodes.filter(({ answered }) => answered === false).map(({ name, id }) => name ?? id);
    this.#trouble.say(silent.length > 0 ? `No answer from ${silent.join(", ")}: what is there is missing here.` : note);
  }

  #turn(by) {
    if (by > 0 && this.#next) {
      this.#cursors.push(this.#next);
    } else if (by < 0 && this.#cursors.length > 1) {
      this.#cursors.pop();
    }
    this.refresh();
  }

  /** The largest first: who sorts wants to see the worst. */
  #sort(by) {
    const query = new URLSearchParams(this.#query);
    const wasDescending = query.get("sort") === by && query.has("descending");
    query.set("sort", by);
    wasDescending ? query.delete("descending") : query.set("descending", "1");
    go(this.#view, this.#path, query);
  }

  #field(name, label, kind) {
    const id = `filter-${name}`;
    const isFlag = kind === "flag";
    const isChoice = Array.isArray(kind);
    let typing = 0;
    const changed = () => this.#filter(name, isFlag ? (field.checked ? "1" : "") : field.value.trim());
    const later = () => {
      clearTimeout(typing);
      typing = setTimeout(changed, TYPING);
    };
    const field = isChoice
      ? h("select.field", { id, on: { change: changed } }, ["", ...kind].map((value) => h("option", { value }, value ? words(value) : "any")))
      : input(id, isFlag ? { type: "checkbox", on: { change: changed } } : { type: "search", on: { input: later } });
    this.#fields.set(name, field);
    if (isFlag) {
      this.#flags.add(name);
      return h("label.flag", field, label);
    }
    return labelled(label, field, name === "text" ? ".wide" : "");
  }

  #filter(name, value) {
    const query = new URLSearchParams(this.#query);
    value ? query.set(name, value) : query.delete(name);
    replace(this.#view, this.#path, query);
    this.show({ path: this.#path, query });
  }
}
