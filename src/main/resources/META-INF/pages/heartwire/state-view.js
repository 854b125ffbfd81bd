import { meaningOf } from "./close-codes.js";
import { byId, setText } from "./page.js";

/** Shows the phase of the connection, counts a wait down, and offers to end it. */
export class StateView {
  #box = byId("state");
  #title = byId("state-title");
  #countdown = byId("state-countdown");
  #detail = byId("state-detail");
  #button = byId("reconnect-now");
  #ticking = 0;

  constructor({ onReconnectNow }) {
    this.#button.addEventListener("click", onReconnectNow);
  }

  show(state) {
    clearInterval(this.#ticking);
    this.#box.dataset.phase = state.phase;
    setText(this.#title, titleOf(state));
    setText(this.#detail, state.lost ? describe(state.lost) : "");
    this.#offer(state.phase === "waiting" || state.phase === "closed");
    this.#count(state);
    if (state.phase === "waiting") {
      this.#ticking = setInterval(() => this.#count(state), 250);
    }
  }

  #count({ phase, until, lost }) {
    let text = "";
    if (phase === "waiting") {
      const seconds = Math.max(1, Math.ceil((until - performance.now()) / 1000));
      text = ` in ${seconds} s`;
    } else if (phase === "connecting" && lost) {
      text = " now…";
    }
    setText(this.#countdown, text);
  }

  #offer(useful) {
    if (!useful && document.activeElement === this.#button) {
      // The focus must not fall off the page together with the button.
      this.#box.focus();
    }
    this.#button.hidden = !useful;
  }
}

/** How a connection ended, for people: the code, what it means, and the gateway's own words. */
export function describe({ code, reason, wasOpen, refusal }) {
  if (refusal) {
    return `Refused with ${refusal.status}${refusal.text ? `: ${refusal.text}` : ""}`;
  }
  const meaning =
    code === 1006 && !wasOpen ? "no answer, or refused before the upgrade" : meaningOf(code);
  const words = reason && reason !== meaning ? ` (${reason})` : "";
  return `Code ${code}: ${meaning}${words}`;
}

function titleOf({ phase, channel, lost }) {
  switch (phase) {
    case "connected":
      return `Connected to ${channel}`;
    case "connecting":
      return lost ? "Reconnecting" : `Connecting to ${channel}`;
    case "waiting":
      return "Reconnecting";
    default:
      return lost?.refusal ? "Refused" : "Closed";
  }
}
