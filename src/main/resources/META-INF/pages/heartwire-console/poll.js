import { Failure } from "./session.js";

/**
 * Asks again and again: one question at a time, none while the page is hidden, and an answer that is
 * overtaken by another question, or by the end, is dropped.
 */
export class Poll {
  #every;
  #ask;
  #show;
  #fail;
  #round = 0;
  #timer = 0;
  #isOn = false;

  /** @param fail takes a Failure */
  constructor(every, ask, show, fail) {
    this.#every = every;
    this.#ask = ask;
    this.#show = show;
    this.#fail = fail;
    document.addEventListener("visibilitychange", () => this.now());
  }

  start() {
    this.#isOn = true;
    this.now();
  }

  stop() {
    this.#isOn = false;
    this.#round += 1;
    clearTimeout(this.#timer);
  }

  async now() {
    clearTimeout(this.#timer);
    if (!this.#isOn || document.hidden) {
      return;
    }
    this.#round += 1;
    const round = this.#round;
    const answer = await this.#ask().catch((failure) => failure);
    if (round !== this.#round) {
      return;
    }
    this.#timer = setTimeout(() => this.now(), this.#every);
    if (answer instanceof Failure) {
      this.#fail(answer);
    } else if (answer instanceof Error) {
      throw answer;
    } else {
      this.#show(answer);
    }
  }
}
