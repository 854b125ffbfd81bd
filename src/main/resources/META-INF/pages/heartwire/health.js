/** How often the gateway is asked, and how long it may take to answer. */
const EVERY = 2_000;
const ANSWER_LIMIT = 5_000;

/** Health is the whole server's, at its root, also where the page is that of an application elsewhere. */
const ROOT = new URL("/", document.baseURI).href;

/** First beside the page: a proxy may have put both below a path of its own. */
let base = document.baseURI;

/** What the gateway says of itself under `health/${what}`. */
export async function askHealth(what, options) {
  const answer = await fetch(new URL(`health/${what}`, base), options);
  if (answer.status !== 404 || base === ROOT) {
    return answer;
  }
  base = ROOT;
  return askHealth(what, options);
}

/**
 * Asks the gateway for its readiness, one question at a time and none while the page is hidden.
 *
 * Reports
 *   { kind: "answer", ready, counts, down }   counts: data of the check "connections", or null;
 *                                             down: names of the checks that are not UP
 *   { kind: "away", why }
 */
export class HealthWatch {
  #onReport;
  #timer = 0;
  #asking = false;
  #askAgain = false;

  constructor({ onReport }) {
    this.#onReport = onReport;
  }

  start() {
    document.addEventListener("visibilitychange", () => this.ask());
    this.ask();
  }

  /** Asks now, or right after the answer that is under way: that one may be older than the cause. */
  async ask() {
    clearTimeout(this.#timer);
    if (document.hidden) {
      return;
    }
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    this.#askAgain = false;
    this.#onReport(await this.#question());
    this.#asking = false;
    if (!document.hidden) {
      this.#timer = setTimeout(() => this.ask(), this.#askAgain ? 0 : EVERY);
    }
  }

  async #question() {
    try {
      const answer = await askHealth("ready", {
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(ANSWER_LIMIT),
      });
      return await reading(answer);
    } catch {
      return { kind: "away", why: "The gateway does not answer." };
    }
  }
}

/** 503 is an answer like 200: the body says what is wrong. Anything else is not from the gateway. */
async function reading(answer) {
  let health;
  try {
    health = await answer.json();
  } catch {
    health = null;
  }
  if (!health || !Array.isArray(health.checks)) {
    return { kind: "away", why: `Something other than the gateway answered (HTTP ${answer.status}).` };
  }
  const connections = health.checks.find((check) => check.name === "connections");
  return {
    kind: "answer",
    ready: health.status === "UP",
    counts: connections?.data ?? null,
    down: health.checks.filter((check) => check.status !== "UP").map((check) => check.name),
  };
}
