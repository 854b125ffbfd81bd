import { byId, setText } from "./dom.js";
import { duration } from "./format.js";

const OLD = 4_000;

/** Says how old the figures are: an operator must never take old ones for new ones. */
export class Freshness {
  #pill = byId("freshness");
  #how = null;
  #last = 0;
  #timer = 0;
  #isOld = false;
  #onChange;

  /** @param onChange takes whether the figures are old, as soon as that is otherwise */
  constructor({ onChange }) {
    this.#onChange = onChange;
  }

  get isOld() {
    return this.#isOld;
  }

  start() {
    this.#how = null;
    this.#last = performance.now();
    this.#pill.hidden = false;
    this.#timer = setInterval(() => this.#show(), 1_000);
    this.#say("quiet", "Connecting…");
  }

  stop() {
    clearInterval(this.#timer);
    this.#pill.hidden = true;
    this.#age(false);
  }

  /** @param how "live" or "polling", or null if a question failed */
  heard(how) {
    if (how !== null) {
      this.#how = how;
      this.#last = performance.now();
    }
    this.#show();
  }

  #show() {
    const age = performance.now() - this.#last;
    this.#age(age > OLD);
    if (age > OLD) {
      const text = this.#how === null ? "The gateway does not answer" : `Last figures ${duration(age / 1000)} old`;
      this.#say("bad", text);
    } else if (this.#how !== null) {
      this.#say("good", this.#how === "live" ? "Live" : "Live, every 2 s");
    }
  }

  #age(isOld) {
    if (isOld !== this.#isOld) {
      this.#isOld = isOld;
      document.body.toggleAttribute("data-outdated", isOld);
      this.#onChange(isOld);
    }
  }

  #say(tone, text) {
    this.#pill.dataset.tone = tone;
    setText(this.#pill, text);
  }
}
