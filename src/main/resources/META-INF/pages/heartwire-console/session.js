/** Who is signed in, and the questions to the gateway in that name. */

const DATA = new URL("data/", import.meta.url);
const KEPT = "heartwire-console";
const ANSWER_LIMIT = 10_000;
const ENDED = "Your session has ended. Sign in again.";

/** The gateway has refused a question, or has not answered it; then the status is 0. */
export class Failure extends Error {
  constructor(status, code, message, wait = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.wait = wait;
  }
}

/**
 * The session of this tab. Its token is in memory and in the tab's own storage, which ends with the
 * tab: never in an address, never in a cookie.
 */
export class Session {
  #kept = null;
  #onEnd;
  #timer = 0;

  /** @param onEnd called with a reason when a session ends that nobody has ended here */
  constructor({ onEnd }) {
    this.#onEnd = onEnd;
    try {
      this.#keep(JSON.parse(sessionStorage.getItem(KEPT)));
    } catch {
      this.#keep(null);
    }
  }

  get isOpen() {
    return this.#kept !== null;
  }

  get token() {
    return this.#kept?.token ?? "";
  }

  get name() {
    return this.#kept?.name ?? "";
  }

  get role() {
    return this.#kept?.role ?? "";
  }

  get mayAct() {
    return this.role === "operator";
  }

  /** Signs in with `{ key }`, `{ token }`, or with nothing where the console is open. */
  async signIn(secret) {
    this.#keep(await this.#post("sign-in", secret));
  }

  signOut() {
    this.#keep(null);
  }

  /** How one gets in, which may be asked without being in. */
  access() {
    return this.#post("access", {});
  }

  /** The result of a question or an action; throws a Failure. */
  async ask(name, body = {}) {
    const { token } = this;
    try {
      return await this.#post(name, body);
    } catch (failure) {
      if (failure.status === 401 && token === this.token) {
        this.#end(ENDED);
      }
      throw failure;
    }
  }

  /** Asked by the feed: the gateway does not take the token any more. */
  check() {
    return this.ask("overview");
  }

  async #post(name, body) {
    let answer;
    let parsed = null;
    try {
      answer = await fetch(new URL(name, DATA), {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}),
        },
        body: JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(ANSWER_LIMIT),
      });
      parsed = await answer.json().catch(() => null);
    } catch {
      throw new Failure(0, 0, "The gateway does not answer.");
    }
    if (answer.ok && parsed?.result !== undefined) {
      return parsed.result;
    }
    const { code = 0, message = `The gateway answered with the status ${answer.status}.` } = parsed?.error ?? {};
    throw new Failure(answer.status, code, message, Number.parseInt(answer.headers.get("Retry-After"), 10) || 0);
  }

  #end(reason) {
    if (this.isOpen) {
      this.#keep(null);
      this.#onEnd(reason);
    }
  }

  #keep(kept) {
    clearTimeout(this.#timer);
    this.#kept = kept?.token ? kept : null;
    store(this.#kept);
    if (this.#kept === null) {
      return;
    }
    // Where this clock is wrong, the gateway says so with the next answer.
    const left = kept.expires_at * 1000 - Date.now();
    if (left > 0 && left < 2 ** 31) {
      this.#timer = setTimeout(() => this.#end(ENDED), left);
    }
  }
}

/** A browser that keeps nothing of pages throws: then the session ends with the page. */
function store(kept) {
  try {
    kept === null ? sessionStorage.removeItem(KEPT) : sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // It is in memory.
  }
}
