import { h, setText } from "./dom.js";

/**
 * A table whose rows stay the same elements while their numbers change, so that nothing jumps, and
 * focus and selection stay. On a narrow screen each row is a card. The first column is the name of a
 * row, with a link to `hrefOf(row)`.
 *
 * A column is `[label, cell, sort, isText]`: `cell` takes a row to a text or to an element, `sort` is
 * the name by which the gateway sorts, and what is no text is a number.
 */
export class Table {
  #columns;
  #keyOf;
  #hrefOf;
  #rows = new Map();
  #body = h("tbody", { role: "rowgroup" });
  #heads;

  constructor({ caption, columns, keyOf, hrefOf, onSort }) {
    this.#columns = columns;
    this.#keyOf = keyOf;
    this.#hrefOf = hrefOf;
    this.#heads = columns.map((column) => head(column, onSort));
    this.element = h(
      "div.scroll",
      { tabindex: 0, role: "region", "aria-label": caption },
      h(
        "table.rows",
        { role: "table" },
        h("caption.unseen", caption),
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, this.#heads)),
        this.#body,
      ),
    );
  }

  /** Marks the column that is sorted by. */
  sorted(by, isDescending) {
    this.#heads.forEach((each, i) => {
      const isIt = by !== null && this.#columns[i][2] === by;
      each.setAttribute("aria-sort", !isIt ? "none" : isDescending ? "descending" : "ascending");
    });
  }

  /** Marks the row whose details are open. */
  select(key) {
    this.#rows.forEach(({ element }, each) => element.toggleAttribute("data-selected", each === key));
  }

  show(rows) {
    const before = this.#rows;
    this.#rows = new Map();
    rows.forEach((row, i) => {
      let key = this.#keyOf(row);
      while (this.#rows.has(key)) {
        key += "+";
      }
      const line = before.get(key) ?? this.#line();
      before.delete(key);
      this.#rows.set(key, line);
      this.#columns.forEach(([, cell], at) => put(line.cells[at], cell(row)));
      if (this.#hrefOf) {
        line.cells[0].place.href = this.#hrefOf(row);
      }
      const there = this.#body.children[i];
      if (there !== line.element) {
        this.#body.insertBefore(line.element, there ?? null);
      }
    });
    before.forEach(({ element }) => element.remove());
  }

  #line() {
    const cells = this.#columns.map(([label, , , isText], i) => {
      const link = i === 0 && this.#hrefOf ? h("a.open") : null;
      const cell = h(isText ? "td" : "td.number", { role: "cell", "data-label": label }, link);
      return { cell, place: link ?? cell, said: null };
    });
    return { element: h("tr", { role: "row" }, cells.map(({ cell }) => cell)), cells };
  }
}

function head([label, , sort, isText], onSort) {
  const inside = sort && onSort ? h("button.sort", { type: "button", on: { click: () => onSort(sort) } }, label) : label;
  return h(isText ? "th" : "th.number", { scope: "col", role: "columnheader" }, inside);
}

function put(target, content) {
  if (!(content instanceof Element)) {
    setText(target.place, String(content ?? "–"));
  } else if (target.said !== content.outerHTML) {
    // A new one of the same looks would take the selection from the old one.
    target.said = content.outerHTML;
    target.place.replaceChildren(content);
  }
}
