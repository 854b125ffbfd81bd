import { Backoff } from "../heartwire/backoff.js";

const SOCKET = new URL("../connection/websocket", import.meta.url).href.replace(/^http/, "ws");
const CHANNEL = "$console:overview";
const POLL_EVERY = 2_000;
const CONNECT_LIMIT = 10_000;
const LONG_AGO = 60_000;

/**
 * The figures as they come: once a second by the gateway's own protocol, and by questions while there
 * is no such connection. Speaks as much of Centrifuge's JSON protocol as this needs.
 *
 * Reports `{ how, overview }` for each overview, where how is "live" or "polling", and `null` when a
 * question failed.
 */
export class Feed {
  #session;
  #onOverview;
  #backoff = new Backoff();
  #socket = null;
  #isSubscribed = false;
  #connectTimer = 0;
  #silence = 0;
  #silenceLimit = 0;
  #pollTimer = 0;
  #isRunning = false;
  #since = 0;
  #isAway = false;

  constructor({ session, onOverview }) {
    this.#session = session;
    this.#onOverview = onOverview;
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  start() {
    this.stop();
    this.#isRunning = true;
    this.#backoff.reset();
    this.#connect();
    this.#poll();
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#pollTimer);
    this.#leave();
  }

  #hurry() {
    if (this.#isRunning && !this.#socket) {
      clearTimeout(this.#connectTimer);
      this.#connect();
    }
  }

  #connect() {
    let socket;
    try {
      socket = new WebSocket(SOCKET);
    } catch {
      return;
    }
    this.#socket = socket;
    this.#isSubscribed = false;
    socket.onopen = () => this.#send({ id: 1, connect: { token: this.#session.token, name: "console" } });
    socket.onmessage = ({ data }) => {
      this.#heard();
      String(data)
        .split("\n")
        .filter((line) => line !== "")
        .forEach((line) => this.#take(JSON.parse(line)));
    };
    socket.onclose = () => this.#lost();
    this.#silence = setTimeout(() => this.#lost(), CONNECT_LIMIT);
    this.#silenceLimit = CONNECT_LIMIT;
  }

  #take(reply) {
    if (reply.error) {
      // The token may have ended; where it has not, questions go on.
      this.#session.check().catch(() => {});
      this.#lost();
    } else if (reply.connect) {
      const { ping = 25 } = reply.connect;
      this.#silenceLimit = ping * 1000 + CONNECT_LIMIT;
      this.#send({ id: 2, subscribe: { channel: CHANNEL } });
    } else if (reply.subscribe) {
      this.#isSubscribed = true;
      this.#since = performance.now();
    } else if (reply.push?.pub && reply.push.channel === CHANNEL) {
      this.#onOverview({ how: "live", overview: reply.push.pub.data });
    } else if (Object.keys(reply).length === 0) {
      this.#send({});
    }
  }

  #send(command) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(command));
    }
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), this.#silenceLimit);
  }

  #lost() {
    if (this.#isSubscribed && performance.now() - this.#since > LONG_AGO) {
      this.#backoff.reset();
    }
    this.#leave();
    if (this.#isRunning) {
      this.#connectTimer = setTimeout(() => this.#connect(), this.#backoff.next());
    }
  }

  #leave() {
    clearTimeout(this.#connectTimer);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    this.#isSubscribed = false;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  /** Asks at once when the page opens, and then whenever nothing comes by itself. */
  async #poll() {
    clearTimeout(this.#pollTimer);
    if (!this.#isSubscribed) {
      try {
        const overview = await this.#session.ask("overview");
        if (this.#isRunning && !this.#isSubscribed) {
          this.#onOverview({ how: "polling", overview });
          if (this.#isAway) {
            this.#hurry();
          }
          this.#isAway = false;
        }
      } catch {
        this.#isAway = true;
        this.#onOverview(null);
      }
    }
    if (this.#isRunning) {
      clearTimeout(this.#pollTimer);
      this.#pollTimer = setTimeout(() => this.#poll(), POLL_EVERY);
    }
  }
}
