import { Sparkline } from "./charts.js";
import { act, confirm } from "./dialog.js";
import { button, facts, h, mark, nothing, setText } from "./dom.js";
import { ago, brief, bytes, clock, count, millis, moment, plural, software, words } from "./format.js";
import { Details, ListView, lines } from "./list-view.js";
import { Listing } from "./listing.js";
import { Poll } from "./poll.js";
import { link } from "./router.js";

const EVERY = 2_000;
const TONES = { live: "good", stale: "bad", pending: "wait", closing: "wait" };
const PROTOCOLS = ["raw", "centrifuge", "stomp"];

const stateMark = (state) => mark(words(state), TONES[state]);

/** The columns of a list of connections. */
export function connectionColumns(figures) {
  return [
    ["Connection", ({ id }) => h("span.mono", brief(id)), null, true],
    ["State", ({ state }) => stateMark(state), "state", true],
    ["User", ({ user }) => user || "–", "user", true],
    ["Address", ({ address }) => address, "address", true],
    ["Client", ({ client }) => software(client), null, true],
    ["Protocol", ({ protocol }) => words(protocol), "protocol", true],
    ["Node", ({ node }) => figures.nameOf(node), "node", true],
    ["Opened, ago", ({ opened_at: at }) => ago(at, figures.now), "opened_at"],
    ["Heard, ago", ({ last_heard_at: at }) => ago(at, figures.now), "last_heard_at"],
    ["Round trip", ({ rtt_ms: rtt }) => millis(rtt), "rtt_ms"],
    ["Waiting", ({ queued_bytes: queued }) => bytes(queued), "queued_bytes"],
    ["Dropped", ({ dropped }) => count(dropped), "dropped"],
    ["Channels", ({ subscriptions }) => count(subscriptions)],
  ];
}

/** All connections of all nodes, and the life of the one that is chosen. */
export class ConnectionsView extends ListView {
  constructor({ session, figures }) {
    const listing = new Listing({
      view: "connections",
      caption: "Connections",
      ask: (query) => session.ask("connections", query),
      pathOf: ({ node, id }) => [node, id],
      filters: [
        ["text", "Search ( / )", "text"],
        ["user", "User", "text"],
        ["state", "State", Object.keys(TONES)],
        ["protocol", "Protocol", PROTOCOLS],
        ["node", "Node", []],
        ["slow", "slow", "flag"],
        ["stale", "stale", "flag"],
      ],
      columns: connectionColumns(figures),
      empty: "No connection like this",
    });
    super("Connections", listing, new ConnectionDetails(session, figures, () => listing.refresh()));
  }
}

/** One connection: who it is, how it does, what it listens to. */
class ConnectionDetails extends Details {
  #session;
  #figures;
  #onGone;
  #body = h("div");
  #spark = new Sparkline("Recent round trips, oldest first");

  constructor(session, figures, onGone) {
    super("connections");
    this.#session = session;
    this.#figures = figures;
    this.#onGone = onGone;
    const poll = new Poll(EVERY, () => session.ask("connection", this.#asked), (answer) => this.#fill(answer), (failure) => {
      this.#body.replaceChildren(nothing(failure.status === 404 ? "Not connected any more" : "No answer", failure.message));
    });
    this.build([poll], session.mayAct && button("Disconnect…", () => this.#act(), "bad"), this.#body);
  }

  get #asked() {
    const [node, id] = this.path;
    return { node, id };
  }

  opened() {
    this.#body.replaceChildren(nothing("Asking…"));
    setText(this.title, "Connection");
  }

  closed() {}

  #fill(c) {
    const { now } = this.#figures;
    setText(this.title, c.user || brief(c.id));
    const recent = c.rtt_recent ?? [];
    this.#spark.draw(recent);
    const sorted = [...recent].sort((a, b) => a - b);
    const channels = c.subscriptions_list ?? [];
    const traffic = (way) => c[`messages_${way}`] !== undefined && `${plural(c[`messages_${way}`], "message")}, ${bytes(c[`bytes_${way}`])}`;
    this.#body.replaceChildren(
      facts([
        ["state", stateMark(c.state)],
        ["user", c.user && h("a", { href: link("users", [c.user]) }, c.user)],
        ["tenant", c.tenant],
        ["address", c.address],
        ["id", h("span.mono", c.id)],
        ["client", c.user_agent || c.client],
        ["protocol", words(c.protocol)],
        ["node", this.#figures.nameOf(c.node)],
        ["opened", `${moment(c.opened_at)} (${ago(c.opened_at, now)} ago)`],
        ["last heard", c.last_heard_at && `${clock(c.last_heard_at)} (${ago(c.last_heard_at, now)} ago)`],
        ["token ends", c.token_expires_at && moment(c.token_expires_at)],
        ["waiting", `${bytes(c.queued_bytes)}${c.queued_messages === undefined ? "" : `, ${plural(c.queued_messages, "message")}`}`],
        ["dropped", count(c.dropped)],
        ["received", traffic("in")],
        ["sent", traffic("out")],
      ]),
      h("h3", "Round trips"),
      recent.length === 0 ? nothing("None measured yet") : this.#spark.element,
      facts(recent.length === 0 ? [] : [
        ["last", millis(recent.at(-1))],
        ["least", millis(sorted[0])],
        ["median", millis(sorted[Math.floor(sorted.length / 2)])],
        ["most", millis(sorted.at(-1))],
      ]),
      h("h3", `Channels (${count(c.subscriptions ?? channels.length)})`),
      channels.length === 0 ? nothing("None") : lines(channels, ({ channel }) => h("a.mono", { href: link("channels", [channel]) }, channel)),
      c.subscriptions_next ? h("p.quiet", "and more") : "",
      ...(c.queues > 0 ? [h("h3", `Queues (${count(c.queues)})`), lines(c.queues_list, (queue) => h("a.mono", { href: link("queues", [queue]) }, queue))] : []),
    );
  }

  async #act() {
    const name = this.title.textContent;
    const asked = this.#asked;
    const answer = await confirm({
      title: `Disconnect ${name}?`,
      text: "The client is told that an operator has ended its connection. Official Centrifuge clients do not come back by themselves; others may.",
      action: "Disconnect",
    });
    if (answer && (await act(this.#session.ask("disconnect", asked), `Disconnected ${name}`))) {
      this.leave();
      this.#onGone();
    }
  }
}
