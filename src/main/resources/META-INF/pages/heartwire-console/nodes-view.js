import { act, confirm } from "./dialog.js";
import { button, complaint, facts, h, input, labelled, mark, setText } from "./dom.js";
import { count, duration, figure, instant, plural, words } from "./format.js";
import { Poll } from "./poll.js";

const EVERY = 1_000;
/** What a card says in its own words. */
const SAID = new Set(["id", "name", "state", "total", "connections", "gone", "remaining", "answered", "deadline_at"]);

/** Sends the clients of a node away, or some of them to other nodes, and shows how that goes. */
export class NodesView {
  #session;
  #figures;
  #cards = h("div.cards");
  #byNode = new Map();
  #poll;

  constructor({ session, figures }) {
    this.#session = session;
    this.#figures = figures;
    const trouble = complaint();
    const show = ({ nodes = [] }) => {
      const silent = nodes.filter(({ answered }) => answered === false).map(({ name, id }) => name ?? id);
      trouble.say(silent.length > 0 ? `No answer from ${silent.join(", ")}.` : "");
      this.#show(nodes.map(({ drain, ...node }) => ({ ...drain, ...node })));
    };
    this.#poll = new Poll(EVERY, () => session.ask("drain_status"), show, trouble.say);
    this.element = h(
      "div",
      h("div.head", h("h1", "Drain and rebalance"), session.mayAct && button("Rebalance all…", () => this.#rebalance())),
      h("p.quiet", "A drain closes all connections of a node, at a rate that the others can bear, and refuses new ones: before a node is stopped. A rebalance closes some where there are too many, so that they come back elsewhere."),
      trouble.element,
      this.#cards,
    );
  }

  show() {
    this.#poll.start();
  }

  hide() {
    this.#poll.stop();
  }

  #show(nodes) {
    const before = this.#byNode;
    this.#byNode = new Map(nodes.map((node) => [node.id, before.get(node.id) ?? this.#card(node)]));
    before.forEach(({ element }, id) => this.#byNode.has(id) || element.remove());
    nodes.forEach((node) => this.#fill(this.#byNode.get(node.id), node));
  }

  #card({ id, name = id }) {
    const card = {
      state: h("span"),
      said: "",
      progress: h("progress", { max: 1, value: 0, "aria-label": `Progress of ${name}` }),
      summary: h("p.tally"),
      figures: h("div"),
      drain: button("Drain…", () => this.#drain(id, name), "bad"),
      rebalance: button("Rebalance…", () => this.#rebalance(id, name)),
      cancel: button("Cancel", () => this.#act("drain", { node: id, cancel: true }, `Cancelled on ${name}`)),
    };
    const buttons = this.#session.mayAct && [card.drain, card.rebalance, card.cancel];
    card.element = h("section.panel", { "aria-label": `Node ${name}` }, h("div.section-head", h("h2", name), card.state, buttons), card.progress, card.summary, card.figures);
    this.#cards.append(card.element);
    return card;
  }

  #fill(card, status) {
    const { state = "idle", remaining = 0, deadline_at: deadline } = status;
    const isRunning = /draining|rebalancing/i.test(state);
    const isIdle = /idle/i.test(state);
    const total = status.total ?? status.connections ?? 0;
    const gone = status.gone ?? Math.max(0, total - remaining);
    if (card.said !== state) {
      card.said = state;
      card.state.replaceChildren(mark(words(state).toLowerCase(), isIdle ? "good" : "wait"));
    }
    card.drain.hidden = card.rebalance.hidden = !isIdle;
    card.cancel.hidden = isIdle;
    const hasRun = total > 0 || isRunning;
    card.progress.hidden = !hasRun;
    card.progress.value = total > 0 ? gone / total : 0;
    const left = isRunning && deadline ? `, at the latest in ${duration((instant(deadline) - this.#figures.now) / 1000)}` : "";
    setText(card.summary, hasRun ? `${count(gone)} of ${plural(total, "connection")} closed, ${count(remaining)} to go${left}` : "Nothing has run here yet.");
    const others = Object.entries(status).filter(([key, value]) => !SAID.has(key) && typeof value !== "object");
    card.figures.replaceChildren(facts(hasRun ? others.map(([key, value]) => figure(key, value)) : []));
  }

  async #act(what, body, done) {
    await act(this.#session.ask(what, body), done);
    this.#poll.now();
  }

  async #drain(node, name) {
    const answer = await confirm({
      title: `Drain ${name}?`,
      text: `${name} refuses new connections and closes all it has, bit by bit. Clients are told to come back, and the load balancer sends them to other nodes. It stays drained until you cancel.`,
      action: "Drain",
      fields: [labelled("Deadline in seconds (empty: as configured)", input("deadline", { name: "deadline", type: "number", min: 1, max: 86400 }))],
    });
    if (answer) {
      await this.#act("drain", answer.deadline ? { node, deadline: `${answer.deadline}s` } : { node }, `Draining ${name}`);
    }
  }

  async #rebalance(node, name = "all nodes") {
    const percent = input("percent", { name: "percent", type: "number", min: 1, max: 100, value: 10, required: true });
    const answer = await confirm({
      title: `Rebalance ${name}?`,
      text: `${node ? `${name} closes this part of its connections` : "Nodes with more connections than others close some of them"}. These clients come back at once, where the load balancer sends them.`,
      action: "Rebalance",
      tone: "",
      fields: node ? [labelled("How many, in percent of its connections", percent)] : [],
    });
    if (answer) {
      await this.#act("rebalance", node ? { node, percent: Number(answer.percent) } : {}, `Rebalancing ${name}`);
    }
  }
}
