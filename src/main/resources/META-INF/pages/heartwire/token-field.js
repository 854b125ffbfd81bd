/** The field for a token: out of the way until the gateway wants to know who is there. */
import { byId } from "./page.js";

/** The characters that a subprotocol may have (RFC 9110, section 5.6.2): a JWT has no others. */
const SENDABLE = /^[\w!#$%&'*+\-.^`|~]*$/;

export class TokenField {
  #part = byId("token-part");
  #field = byId("token");

  constructor() {
    this.#field.addEventListener("input", () => this.#field.setCustomValidity(""));
  }

  /** What stands in it; empty when it is hidden. */
  get value() {
    return this.#part.hidden ? "" : this.#field.value.trim();
  }

  /** False, said to the reader, if what stands in it cannot be sent. */
  isGood() {
    this.#field.setCustomValidity(SENDABLE.test(this.value) ? "" : "This is not a JSON Web Token.");
    return this.#field.reportValidity();
  }

  /** Shows it where a token may change the answer. */
  show(state) {
    const status = state.lost?.refusal?.status;
    if (status === 401 || status === 403) {
      this.#part.hidden = false;
    }
  }
}
