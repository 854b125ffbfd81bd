import { act, confirm } from "./dialog.js";
import { button, facts, form, h, nothing, setText } from "./dom.js";
import { brief, clock, count, duration, moment, plain, plural, words } from "./format.js";
import { jsonForm } from "./json-form.js";
import { Details, ListView, lines, opener } from "./list-view.js";
import { Listing } from "./listing.js";
import { Poll } from "./poll.js";
import { link } from "./router.js";

const EVERY = 2_000;
const SHOWN = 50;

/** All channels of all nodes, and what happens in the one that is chosen. */
export class ChannelsView extends ListView {
  constructor({ session, figures }) {
    const listing = new Listing({
      view: "channels",
      caption: "Channels",
      ask: (query) => session.ask("channels", query),
      pathOf: ({ channel }) => [channel],
      filters: [
        ["text", "Search ( / )", "text"],
        ["node", "Node", []],
      ],
      columns: [
        ["Channel", ({ channel }) => h("span.mono", channel), "channel", true],
        ["Namespace", ({ namespace }) => namespace || "–", null, true],
        ["Subscribers", ({ subscribers }) => count(subscribers), "subscribers"],
        ["Nodes", ({ nodes, node }) => (node ? figures.nameOf(node) : count(nodes))],
      ],
      empty: "No channel like this has subscribers",
    });
    super("Channels", listing, new ChannelDetails(session, figures), opener("channels", "Open by name, also without subscribers"));
  }
}

/** One channel: subscribers, presence, history with positions; publish and remove for who may. */
class ChannelDetails extends Details {
  #session;
  #figures;
  #about = h("div");
  #subscribers = h("div");
  #presence = h("div");
  #history = h("div");
  #saidHistory = "";
  #newestFirst = true;

  constructor(session, figures) {
    super("channels", ".mono");
    this.#session = session;
    this.#figures = figures;
    const polls = [
      this.#part("channel", () => ({}), this.#about, (result) => this.#aboutOf(result)),
      this.#part("subscribers", () => ({ limit: SHOWN }), this.#subscribers, (result) => this.#subscribersOf(result)),
      this.#part("presence", () => ({}), this.#presence, presenceOf),
      this.#part("history", () => ({ limit: SHOWN, reverse: this.#newestFirst }), this.#history, (result) => this.#historyOf(result)),
    ];
    const order = button("Oldest first", () => {
      this.#newestFirst = !this.#newestFirst;
      setText(order, this.#newestFirst ? "Oldest first" : "Newest first");
      this.refresh();
    });
    this.build(
      polls,
      null,
      this.#about,
      session.mayAct && this.#publisher(),
      h("div.section-head", h("h3", "History"), order, session.mayAct && button("Remove history…", () => this.#remove(), "bad")),
      this.#history,
      h("h3", "Subscribers"),
      this.#subscribers,
      h("h3", "Presence"),
      this.#presence,
    );
  }

  get #channel() {
    return this.path[0];
  }

  opened() {
    setText(this.title, this.#channel);
  }

  closed() {
    this.#saidHistory = "";
    [this.#about, this.#subscribers, this.#presence, this.#history].forEach((each) => each.replaceChildren());
  }

  #part(name, query, place, show) {
    const ask = () => this.#session.ask(name, { channel: this.#channel, ...query() });
    const put = (result) => {
      const content = show(result);
      content && place.replaceChildren(...[content].flat());
    };
    return new Poll(EVERY, ask, put, ({ message }) => {
      this.#saidHistory = "";
      place.replaceChildren(h("p.quiet", message));
    });
  }

  #aboutOf({ subscribers, nodes = [], history, rules }) {
    const ttl = typeof history?.ttl === "number" ? duration(history.ttl) : history?.ttl;
    return [
      facts([
        ["subscribers", subscribers !== undefined && count(subscribers)],
        ...(nodes.length > 1 ? nodes.map(({ id, name, subscribers: here }) => [`on ${name ?? this.#figures.nameOf(id)}`, count(here)]) : []),
        ["history", history && `the last ${plural(history.size ?? 0, "publication")}${ttl ? ` of ${ttl}` : ""}`],
      ]),
      rules ? h("details", h("summary", "Rules of its namespace"), facts(Object.entries(rules).map(([key, value]) => [words(key), plain(value)]))) : "",
    ];
  }

  #subscribersOf({ rows = [], total }) {
    const line = ({ node, id, client, user, address }) => [
      h("a", { href: link("connections", [node, id]) }, user || brief(id)),
      h("span.quiet", ` ${[address, this.#figures.nameOf(node)].filter(Boolean).join(", ")}`),
    ];
    return rows.length === 0 ? nothing("Nobody") : [lines(rows, line), more(total - rows.length)];
  }

  /** Null where nothing has changed: who marks a text in it keeps it. */
  #historyOf({ publications = [], offset, epoch }) {
    const said = JSON.stringify([publications.map((each) => each.offset), offset, epoch, this.#newestFirst]);
    if (said === this.#saidHistory) {
      return null;
    }
    this.#saidHistory = said;
    const line = ({ offset: at, data, info, time, at: when = time, tags }) => [
      h("span.position", count(at)),
      h("pre", typeof data === "string" ? data : JSON.stringify(data)),
      h("span.quiet", { title: when && moment(when) }, [when && clock(when), info?.user, tags && plain(tags)].filter(Boolean).join(" ")),
    ];
    return [
      h("p.quiet", offset === undefined ? "" : `At position ${count(offset)}${epoch ? `, epoch ${epoch}` : ""}`),
      publications.length === 0 ? nothing("Nothing kept") : h("ol.history", publications.map((each) => h("li", line(each)))),
    ];
  }

  #publisher() {
    const submit = async (data) => {
      const channel = this.#channel;
      const done = (result) => `Published into ${channel}${result?.offset ? ` at ${count(result.offset)}` : ""}`;
      await act(this.#session.ask("publish", { channel, data }), done);
      this.refresh();
    };
    return jsonForm({ id: "publish", label: "Publish, as JSON", action: "Publish", example: '{"text": "hello"}', submit });
  }

  async #remove() {
    const channel = this.#channel;
    const answer = await confirm({
      title: `Remove the history of ${channel}?`,
      text: "All publications that are kept are gone for good, and clients that come back cannot recover them.",
      action: "Remove",
    });
    if (answer && (await act(this.#session.ask("history_remove", { channel }), `Removed the history of ${channel}`))) {
      this.refresh();
    }
  }
}

const more = (n) => (n > 0 ? h("p.quiet", `and ${count(n)} more`) : "");

function presenceOf({ clients = [], total = clients.length }) {
  const line = ({ client, user, info }) => [user || "–", h("span.quiet.mono", ` ${brief(client)} ${info ? plain(info) : ""}`)];
  const shown = clients.slice(0, SHOWN);
  return total === 0 ? nothing("Nobody") : [lines(shown, line), more(total - shown.length)];
}
