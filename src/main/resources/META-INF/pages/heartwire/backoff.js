/**
 * How long to wait before the next try: a random time below a ceiling that doubles with every try.
 *
 * The whole range is random, not a part of it: clients that lost the same gateway at the same
 * moment must not come back at the same moment.
 */
export class Backoff {
  static #LEAST = 500;
  static #MOST = 20_000;

  #tries = 0;

  /** The next wait in milliseconds. */
  next() {
    this.#tries += 1;
    const ceiling = Math.min(Backoff.#MOST, Backoff.#LEAST * 2 ** this.#tries);
    return Backoff.#LEAST + Math.random() * (ceiling - Backoff.#LEAST);
  }

  reset() {
    this.#tries = 0;
  }
}

/** The longest advice that is followed. */
export const MOST_ADVISED = 300_000;

/**
 * When the gateway wants a client back, in milliseconds, if the reason of its close says so: it
 * spreads those that it sends away, so that they do not come back together.
 */
export function advisedWait(reason) {
  const advice = /reconnect in (\d{1,7}) ms$/.exec(reason);
  return advice === null ? null : Math.min(MOST_ADVISED, Number(advice[1]));
}
