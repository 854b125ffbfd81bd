import { complaint, facts, h, mark } from "./dom.js";
import { figure, words } from "./format.js";
import { Poll } from "./poll.js";

const EVERY = 3_000;
const isUp = (status) => String(status).toUpperCase() === "UP";

/** Each check of the asked node with what it knows; what is down comes first. */
export class HealthView {
  #checks = h("div.cards");
  #state = h("span");
  #said = "";
  #poll;

  constructor({ session }) {
    const trouble = complaint();
    const show = (result) => {
      trouble.say();
      this.#show(result);
    };
    this.#poll = new Poll(EVERY, () => session.ask("health"), show, trouble.say);
    this.element = h("div", h("div.head", h("h1", "Health"), this.#state), h("p.quiet", "The checks behind the probes of the node that answers."), trouble.element, this.#checks);
  }

  show() {
    this.#poll.start();
  }

  hide() {
    this.#poll.stop();
  }

  #show({ status, checks = [] }) {
    const said = JSON.stringify([status, checks]);
    if (said === this.#said) {
      return;
    }
    this.#said = said;
    this.#state.replaceChildren(status ? mark(isUp(status) ? "ready" : "not ready", isUp(status) ? "good" : "bad") : "");
    const sorted = [...checks].sort((a, b) => isUp(a.status) - isUp(b.status));
    this.#checks.replaceChildren(
      ...sorted.map(({ name, status: each, kind, data = {} }) =>
        h(
          "section.panel",
          { "aria-label": name },
          h("div.section-head", h("h2", words(name)), mark(isUp(each) ? "up" : "down", isUp(each) ? "good" : "bad"), kind && h("span.quiet", words(kind))),
          facts(Object.entries(data).map(([name, value]) => figure(name, value))),
        )),
    );
  }
}
