import { byId, complaint, form, h, input, setText } from "./dom.js";
import { duration } from "./format.js";

const AGAIN = 3_000;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const CLOSED =
  "The console is closed. Give the gateway an API key (heartwire.api.key) or a way to verify tokens (heartwire.token.*), and it opens with these.";

/** How one gets in: by the key of the server API, or by a token; and why one does not. */
export class SignInView {
  #session;
  #onIn;
  #timer = 0;
  #say = h("p.quiet");
  #trouble = complaint();
  #field = input("secret", { type: "password", maxlength: 16384, "aria-describedby": "secret-hint" });
  #key = h("div", h("label", { for: "secret" }, "API key or token"), this.#field, h("p.quiet", { id: "secret-hint" }, "The key of the server API signs in an operator. A token (JWT) signs in by its role heartwire-viewer or heartwire-operator. It is kept until this tab is closed."));
  #button = h("button.button.primary", "Sign in");
  #form = form("", () => this.#submit(), this.#key, this.#button);

  constructor({ session, onIn }) {
    this.#session = session;
    this.#onIn = onIn;
    this.element = h("section.panel.sign-in", h("h1", "Console"), this.#say, this.#trouble.element, this.#form);
  }

  /** @param reason why the last session ended, if one has */
  async show(reason) {
    clearTimeout(this.#timer);
    this.#trouble.say(reason);
    this.#form.hidden = true;
    try {
      const { mode, development } = await this.#session.access();
      byId("development").hidden = !development;
      this.#form.hidden = mode === "closed";
      this.#key.hidden = mode === "open";
      setText(this.#say, mode === "closed" ? CLOSED : "What this gateway is doing, live.");
      if (mode === "open" && reason === "") {
        await this.#enter({});
      } else {
        (this.#key.hidden ? this.#button : this.#field).focus();
      }
    } catch (failure) {
      setText(this.#say, `${failure.message} Trying again…`);
      this.#timer = setTimeout(() => this.show(reason), AGAIN);
    }
  }

  async #submit() {
    const secret = this.#key.hidden ? "" : this.#field.value.trim();
    this.#trouble.say();
    this.#button.disabled = true;
    try {
      await this.#enter(secret === "" ? {} : TOKEN.test(secret) ? { token: secret } : { key: secret });
      this.#field.value = "";
    } catch ({ status, wait, message }) {
      this.#trouble.say(`${message}${status === 429 && wait > 0 ? ` Try again in ${duration(wait)}.` : ""}`);
      this.#field.select();
    } finally {
      this.#button.disabled = false;
    }
  }

  async #enter(secret) {
    await this.#session.signIn(secret);
    this.#onIn();
  }
}
