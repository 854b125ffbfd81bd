import { Backoff, advisedWait } from "./backoff.js";
import { socketUrl } from "./channel-name.js";
import { isFinal } from "./close-codes.js";

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
 * where lost is { code, reason, wasOpen }.
 *
 * At most one socket is listened to; one that is left behind can report nothing any more.
 */
export class ChannelConnection {
  #onPhase;
  #onMessage;
  #backoff = new Backoff();
  #channel = "";
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

  /** Leaves the channel, if in one, and joins this one. */
  join(channel) {
    this.#leave();
    this.#channel = channel;
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
    const socket = new WebSocket(socketUrl(this.#channel));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#onMessage(event.data);
    socket.onclose = (event) => this.#ended(event.code, event.reason);
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
    this.#lost = { code, reason, wasOpen };
    if (isFinal(code)) {
      this.#report("closed", { lost: this.#lost });
      return;
    }
    const wait = advisedWait(reason) ?? this.#backoff.next();
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#report("waiting", { lost: this.#lost, until: performance.now() + wait });
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
