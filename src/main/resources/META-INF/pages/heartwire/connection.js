import { Backoff, MOST_ADVISED, advisedWait } from "./backoff.js";
import { socketUrl } from "./channel-name.js";
import { isFinal } from "./close-codes.js";
import { refusalOf } from "./refusal.js";

/** A socket that stays in its handshake longer than this is given up: nothing else would end it. */
const HANDSHAKE_LIMIT = 10_000;

/** A gateway that accepts and drops at once must not be asked every 500 ms. */
const UP_FOR_A_WHILE = 10_000;

/**
 * The connection to one channel at a time, which comes back by itself.
 *
 * Reports its phase as one of
 *   { phase: "connecting", channel, lost }   lost: how the last connection ended, or null
 *   { phase: "connected", channel }
 *   { phase: "waiting", channel, lost, until }   until: on the clock of performance.now()
 *   { phase: "closed", channel, lost }
 * where lost is { code, reason, wasOpen, refusal }; refusal: see refusal.js, or null.
 *
 * At most one socket is listened to; one that is left behind can report nothing any more.
 */
export class ChannelConnection {
  #onPhase;
  #onMessage;
  #backoff = new Backoff();
  #channel = "";
  #token = "";
  #phase = "closed";
  #socket = null;
  #openedAt = 0;
  #lost = null;
  #timer = 0;

  constructor({ onPhase, onMessage }) {
    this.#onPhase = onPhase;
    this.#onMessage = onMessage;
  }

  get isConnected() {
    return this.#phase === "connected";
  }

  /** Leaves the channel, if in one, and joins this one; with a token, unless that is empty. */
  join(channel, token) {
    this.#leave();
    this.#channel = channel;
    this.#token = token;
    this.#backoff.reset();
    this.#lost = null;
    this.#connect();
  }

  /** Tries at once instead of later, or again after a final close. */
  reconnectNow() {
    if (this.#phase === "waiting" || this.#phase === "closed") {
      this.#connect();
    }
  }

  /** The network is back: a wait has lost its reason. A final close has not. */
  networkIsBack() {
    if (this.#phase === "waiting") {
      this.#connect();
    }
  }

  /** Publishes a text; false if there is no connection to publish it on. */
  send(text) {
    // The socket knows of its end a little earlier than this object.
    if (!this.isConnected || this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    // Pages can set no header, and a token in the address would be in logs.
    const offers = this.#token ? ["heartwire", `bearer.${this.#token}`] : [];
    const socket = new WebSocket(socketUrl(this.#channel), offers);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#onMessage(event.data);
    socket.onclose = (event) => {
      const isRefused = event.code === 1006 && !this.isConnected;
      this.#ended(event.code, event.reason);
      if (isRefused) {
        this.#explain(this.#lost);
      }
    };
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#ended(1006, "no answer"), HANDSHAKE_LIMIT);
    this.#report("connecting", { lost: this.#lost });
  }

  #opened() {
    clearTimeout(this.#timer);
    this.#openedAt = performance.now();
    this.#report("connected");
  }

  #ended(code, reason) {
    const wasOpen = this.isConnected;
    this.#leave();
    if (wasOpen && performance.now() - this.#openedAt >= UP_FOR_A_WHILE) {
      this.#backoff.reset();
    }
    this.#lost = { code, reason, wasOpen, refusal: null };
    if (isFinal(code)) {
      this.#report("closed", { lost: this.#lost });
      return;
    }
    this.#wait(advisedWait(reason) ?? this.#backoff.next());
  }

  #wait(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#report("waiting", { lost: this.#lost, until: performance.now() + wait });
  }

  /** Finds out why it was refused, which matters only while nothing else has happened. */
  async #explain(lost) {
    const refusal = await refusalOf(this.#channel, this.#token);
    if (!refusal || this.#lost !== lost || this.#phase !== "waiting") {
      return;
    }
    lost.refusal = refusal;
    if (refusal.isFinal) {
      clearTimeout(this.#timer);
      this.#report("closed", { lost });
    } else {
      this.#wait(Math.min(MOST_ADVISED, Math.max(refusal.wait, this.#backoff.next())));
    }
  }

  #leave() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  #report(phase, more = {}) {
    this.#phase = phase;
    this.#onPhase({ phase, channel: this.#channel, ...more });
  }
}
