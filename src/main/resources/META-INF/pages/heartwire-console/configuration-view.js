import { complaint, form, h, input, labelled, mark, nothing, setText } from "./dom.js";
import { count } from "./format.js";
import { Table } from "./table.js";

const DEFAULT = "default";

/** Where a value comes from, without what the server calls that place. */
function sourceOf(source) {
  if (/heartwire[^/]*\.jar!.*microprofile-config/.test(source)) {
    return DEFAULT;
  }
  const [, file] = /([^/!]+\.(?:properties|xml|env))\]?$/.exec(source) ?? [];
  return /env/i.test(source) && !file ? "environment" : /system ?propert/i.test(source) ? "system property" : (file ?? (source || "not set"));
}

/** What is in force on the asked node, where each value comes from, and which may change while it runs. */
export class ConfigurationView {
  #session;
  #rows = [];
  #field = input("filter-configuration", { type: "search", on: { input: () => this.#show() } });
  #changed = h("input", { type: "checkbox", on: { change: () => this.#show() } });
  #total = h("p.total", { role: "status" });
  #trouble = complaint();
  #empty = h("div", { hidden: true }, nothing("No key like this"));
  #table = new Table({
    caption: "Configuration",
    keyOf: ({ key }) => key,
    columns: [
      ["Key", ({ key }) => h("span.mono", key), null, true],
      ["Value", ({ value, hidden }) => (hidden ? mark("hidden") : h("span.mono", String(value ?? "") || "(empty)")), null, true],
      ["Source", ({ source }) => sourceOf(source), null, true],
      ["Changes", ({ live }) => (live ? mark("live", "good") : "at a restart"), null, true],
    ],
  });

  constructor({ session }) {
    this.#session = session;
    this.element = h(
      "div.configuration",
      h("h1", "Configuration"),
      form(".filters", null, labelled("Search ( / )", this.#field, ".wide"), h("label.flag", this.#changed, "not the default"), this.#total),
      this.#trouble.element,
      h("div.panel", this.#table.element, this.#empty),
    );
  }

  async show() {
    try {
      const result = await this.#session.ask("configuration");
      this.#rows = result.rows ?? result;
      this.#trouble.say();
    } catch (failure) {
      this.#trouble.say(failure);
    }
    this.#show();
  }

  #show() {
    const text = this.#field.value.trim().toLowerCase();
    const isAsked = ({ key, value, source }) => `${key} ${value ?? ""}`.toLowerCase().includes(text) && !(this.#changed.checked && sourceOf(source) === DEFAULT);
    const shown = this.#rows.filter(isAsked);
    this.#table.show(shown);
    this.#empty.hidden = shown.length > 0;
    setText(this.#total, `${count(shown.length)} of ${count(this.#rows.length)}`);
  }
}
