import { connectionColumns } from "./connections-view.js";
import { act, confirm } from "./dialog.js";
import { button, complaint, form, h, input, labelled, nothing, setText } from "./dom.js";
import { count, plural } from "./format.js";
import { Poll } from "./poll.js";
import { go, link } from "./router.js";
import { Table } from "./table.js";

const EVERY = 3_000;

/** The connections of one user over all nodes; disconnects them, and revokes the tokens. */
export class UsersView {
  #session;
  #user = "";
  #field = input("user", { type: "search" });
  #said = h("p.total", { role: "status" });
  #trouble = complaint();
  #actions;
  #table;
  #empty = h("div");
  #poll;

  constructor({ session, figures }) {
    this.#session = session;
    this.#table = new Table({
      caption: "Connections of the user",
      columns: connectionColumns(figures),
      keyOf: ({ node, id }) => `${node}/${id}`,
      hrefOf: ({ node, id }) => link("connections", [node, id]),
    });
    this.#poll = new Poll(EVERY, () => session.ask("user", { user: this.#user }), (result) => this.#take(result), this.#trouble.say);
    this.#actions = h("div.head", session.mayAct && [
      button("Disconnect all…", () => this.#act("user_disconnect", "Disconnect", "All connections of this user on all nodes are closed. With a valid token the user may connect again."), "bad"),
      button("Revoke tokens…", () => this.#act("user_revoke", "Revoke the tokens of", "All tokens issued to this user until now are refused from now on, on all nodes, and connections made with them are closed. A token that does not say when it was issued (iat) counts as an old one, today and later."), "bad"),
    ]);
    const submit = () => go("users", [this.#field.value.trim()].filter(Boolean));
    this.element = h(
      "div",
      h("h1", "Users"),
      form(".filters", submit, labelled("User, as in the token's sub ( / )", this.#field, ".wide"), h("button.button.small", "Look up"), this.#said),
      this.#trouble.element,
      this.#actions,
      h("div.panel", this.#table.element, this.#empty),
    );
  }

  show({ path: [user = ""] }) {
    this.#user = user;
    this.#field.value = user;
    this.#actions.hidden = user === "";
    this.#table.element.hidden = true;
    this.#trouble.say();
    setText(this.#said, "");
    this.#empty.replaceChildren(user ? nothing("Asking…") : nothing("Whose connections?", "Look a user up, or choose one in a connection."));
    user ? this.#poll.start() : this.#poll.stop();
  }

  hide() {
    this.#poll.stop();
  }

  #take({ rows = [], total = rows.length }) {
    this.#trouble.say();
    this.#table.show(rows);
    this.#table.element.hidden = rows.length === 0;
    setText(this.#said, `${plural(total, "connection")}${total > rows.length ? `, ${count(rows.length)} shown` : ""}`);
    this.#empty.replaceChildren(rows.length === 0 ? nothing(`${this.#user} is not connected`) : "");
  }

  async #act(what, action, text) {
    const user = this.#user;
    const answer = await confirm({ title: `${action} ${user}?`, text, action: action.split(" ")[0] });
    if (answer) {
      await act(this.#session.ask(what, { user }), `Done: ${action.toLowerCase()} ${user}`);
      this.#poll.now();
    }
  }
}
