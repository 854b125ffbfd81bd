import { byId, setText } from "./page.js";

const WHY_NOT = {
  connecting: "Not connected yet: sending waits for the connection.",
  waiting: "Not connected: sending comes back with the connection.",
  closed: "Closed by the gateway: nothing can be sent.",
};

/** The field for a message. It can be written in at any time, and sent only while connected. */
export class Composer {
  #text = byId("text");
  #send = byId("send");
  #hint = byId("send-hint");

  /** @param send takes a text, says whether it went out */
  constructor({ send }) {
    const form = byId("composer");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#text.value !== "" && send(this.#text.value)) {
        this.#text.value = "";
      }
      this.#text.focus();
    });
    this.#text.addEventListener("keydown", (event) => {
      // While an input method composes, Enter chooses a character.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (!this.#send.disabled) {
          form.requestSubmit();
        }
      }
    });
  }

  show({ phase }) {
    this.#send.disabled = phase !== "connected";
    setText(this.#hint, WHY_NOT[phase] ?? "Enter sends, Shift + Enter starts a new line.");
  }
}
