import { Distribution, Sparkline, TimeChart } from "./charts.js";
import { button, facts, h, mark, nothing, setText } from "./dom.js";
import { ALL, byState, quantile, sum } from "./figures.js";
import { bytes, bytesPerSecond, count, duration, figure, millis, percent, perSecond, plural, small, whole, words } from "./format.js";
import { link } from "./router.js";
import { Table } from "./table.js";

const MINUTE = 60;
const SPANS = [60, 300, 900];
const STATES = ["live", "stale", "pending", "closing"];
const refusedLately = (reasons) => reasons.reduce((all, { recent }) => all + recent, 0);

/** A figure in large type, what belongs to it, and its course. */
class Tile {
  #value = h("p.figure");
  #detail = h("p.quiet");
  #spark = new Sparkline();

  constructor(label, href) {
    this.element = h(href ? "a.panel.tile" : "div.panel.tile", { href }, h("h3", label), this.#value, this.#detail, this.#spark.element);
  }

  show(value, detail, course, tone = "") {
    setText(this.#value, value);
    setText(this.#detail, detail);
    this.element.dataset.tone = tone;
    this.#spark.draw(course);
  }
}

/** What the gateway is doing: first what should be zero and is not, then figures, nodes and charts. */
export class OverviewView {
  #figures;
  #node = ALL;
  #span = 300;
  #said = { verdict: "", scope: "" };
  #verdict = h("section.panel.verdict", { "aria-label": "State" });
  #scope = h("div.segments", { role: "group", "aria-label": "Figures of" });
  #spans = h("div.segments", { role: "group", "aria-label": "Time shown" });
  #tiles = {
    connections: new Tile("Connections", "#/connections"),
    stale: new Tile("Stale", "#/connections?stale=1"),
    in: new Tile("Messages in"),
    out: new Tile("Messages out"),
    write: new Tile("Publish to written, p99"),
    rtt: new Tile("Round trip, p99", "#/connections?sort=rtt_ms&descending=1"),
    refused: new Tile("Refused"),
    queued: new Tile("Waiting to be written", "#/connections?sort=queued_bytes&descending=1"),
  };
  #charts = [
    new TimeChart("Connections by state", whole, STATES.map((state, i) => [state, i, ({ connections }) => connections[state] ?? 0]), true),
    rateChart("Messages a second", perSecond, ["in", "messages_in"], ["out", "messages_out"]),
    rateChart("Bytes a second", bytesPerSecond, ["in", "bytes_in"], ["out", "bytes_out"]),
    rateChart("Refused and closed a second", perSecond, ["closed", "closed"], ["refused", "refused"]),
  ];
  #distributions = { write: new Distribution("From publish to written"), rtt: new Distribution("Round trips") };
  #panels = { refused: panel("Refused, by reason"), closed: panel("Closed, by reason"), engine: panel("Engine"), sweeps: panel("Heartbeat sweeps") };
  #sweeps = new Table({ caption: "Heartbeat sweeps", keyOf: ({ id }) => id, columns: sweepColumns });
  #nodes = new Table({ caption: "Nodes", keyOf: ({ id }) => id, columns: nodeColumns() });

  constructor({ figures }) {
    this.#figures = figures;
    this.#spans.append(...SPANS.map((seconds) => button(`${seconds / MINUTE} min`, () => this.#show(seconds))));
    this.#mark();
    this.#panels.sweeps.put(this.#sweeps.element);
    const elements = (parts) => Object.values(parts).map(({ element }) => element);
    this.element = h(
      "div.overview",
      h("div.head", h("h1", "Overview"), this.#scope, this.#spans),
      this.#verdict,
      h("div.tiles", elements(this.#tiles)),
      h("section.panel", h("h2", "Nodes"), this.#nodes.element),
      h("div.charts", elements(this.#charts), elements(this.#distributions), elements(this.#panels)),
    );
  }

  show({ query }) {
    this.#node = query.get("node") ?? ALL;
  }

  repaint() {
    [...this.#charts, ...Object.values(this.#distributions)].forEach((chart) => chart.repaint());
  }

  figures(figures) {
    if (figures.latest === null) {
      return; // the session may end before the gateway has answered once
    }
    const { nodes = [], engine, ...latest } = figures.latest;
    if (!nodes.some(({ id }) => id === this.#node)) {
      this.#node = ALL;
    }
    this.#showVerdict(nodes, latest.problems ?? []);
    this.#showScope(nodes);
    this.#showTiles(figures);
    this.#nodes.show(nodes.map((node) => ({ ...node, sample: figures.samples(node.id, 1).at(-1) })));
    const samples = figures.samples(this.#node, this.#span);
    this.#charts.forEach((chart) => chart.draw(samples));
    Object.entries(this.#distributions).forEach(([name, chart]) => chart.draw(figures.distribution(this.#node, name, MINUTE)));
    for (const name of ["refused", "closed"]) {
      this.#panels[name].put(reasonList(figures.reasons(this.#node, name, MINUTE)));
    }
    this.#panels.engine.put(engineFacts(engine));
    this.#sweeps.show(nodes);
  }

  #show(seconds) {
    this.#span = seconds;
    this.#mark();
    this.figures(this.#figures);
  }

  #mark() {
    [...this.#spans.children].forEach((each, i) => each.setAttribute("aria-pressed", SPANS[i] === this.#span));
  }

  /** Whether there is something new to say. */
  #isNews(part, ...content) {
    const said = JSON.stringify(content);
    const isNews = said !== this.#said[part];
    this.#said[part] = said;
    return isNews;
  }

  /** What was well need not be well any more. */
  outdated(isOld) {
    if (!isOld) {
      this.figures(this.#figures);
    } else if (this.#isNews("verdict", isOld)) {
      this.#verdict.dataset.tone = "bad";
      this.#verdict.replaceChildren(h("h2", "The gateway does not answer"), h("p", "What is shown here was so when it was heard last."));
    }
  }

  #showVerdict(nodes, problems) {
    const total = nodes.reduce((all, { figures }) => all + sum(byState(figures?.connections)), 0);
    const n = problems.length;
    if (!this.#isNews("verdict", problems, n > 0 || [nodes.length, total])) {
      return;
    }
    this.#verdict.dataset.tone = n === 0 ? "good" : problems.some(({ severity }) => !isWarning(severity)) ? "bad" : "wait";
    this.#verdict.replaceChildren(
      h("h2", n === 0 ? "All is well" : n === 1 ? "One thing needs a look" : `${n} things need a look`),
      n === 0
        ? h("p", `${plural(nodes.length, "node")}, ${plural(total, "connection")}, and all that should be zero is zero.`)
        : h("ul.problems", problems.map(problemLine)),
    );
  }

  #showScope(nodes) {
    this.#scope.hidden = nodes.length < 2;
    if (this.#isNews("scope", this.#node, nodes.map(({ id, name }) => [id, name]))) {
      const choice = ({ id, name = id }) => h("a.button.small", { href: link("overview", [], id === ALL ? {} : { node: id }), "aria-current": id === this.#node && "true" }, name);
      this.#scope.replaceChildren(...[{ id: ALL, name: "All nodes" }, ...nodes].map(choice));
    }
  }

  #showTiles(figures) {
    const samples = figures.samples(this.#node, MINUTE * 2);
    const { connections, rates, queued } = samples.at(-1);
    const course = (value) => samples.map(value);
    const total = sum(connections);
    const { live = 0, stale = 0, pending = 0 } = connections;
    const tiles = this.#tiles;
    tiles.connections.show(count(total), `${count(live)} live, ${count(pending)} pending`, course((each) => sum(each.connections)));
    tiles.stale.show(count(stale), total > 0 ? `${percent(stale / total)} of all` : "", course((each) => each.connections.stale ?? 0), stale > 0 ? "wait" : "");
    for (const way of ["in", "out"]) {
      tiles[way].show(perSecond(rates[`messages_${way}`]), bytesPerSecond(rates[`bytes_${way}`]), course((each) => each.rates[`messages_${way}`]));
    }
    for (const name of ["write", "rtt"]) {
      const recent = figures.distribution(this.#node, name, MINUTE);
      const half = quantile(recent, 0.5);
      tiles[name].show(millis(quantile(recent, 0.99)), half === null ? "none lately" : `half within ${millis(half)}`, course((each) => each[`${name}99`]));
    }
    const refused = refusedLately(figures.reasons(this.#node, "refused", MINUTE));
    tiles.refused.show(count(refused), "in the last minute", course((each) => each.rates.refused), refused > 0 ? "bad" : "");
    tiles.queued.show(bytes(queued), "in all outboxes", course((each) => each.queued));
  }
}

function rateChart(title, format, ...series) {
  return new TimeChart(title, format, series.map(([label, name], i) => [label, label === "refused" ? 4 : 2 - i, ({ rates }) => rates[name]]));
}

function panel(title) {
  const place = h("div");
  return { element: h("section.panel", h("h3", title), place), put: (...content) => place.replaceChildren(...content) };
}

const isWarning = (severity) => /^warn/.test(severity);

function problemLine({ severity, text, count: n, node, queue }) {
  return h("li", mark(n ? count(n) : "!", isWarning(severity) ? "wait" : "bad"), problemText(text, node && !text.includes(node) ? `${node}: ${text}` : text, queue));
}

/** Leads to the connections or the queue that it is about. */
function problemText(text, whole, queue) {
  if (queue) {
    return h("a", { href: link("queues", [queue]) }, whole);
  }
  const [name] = /\b(stale|slow)\b/.exec(text) ?? [];
  return name ? h("a", { href: link("connections", [], { [name]: 1 }) }, whole) : h("span", whole);
}

function engineFacts(engine) {
  const { name, status, detail = {}, ...others } = engine ?? {};
  const about = typeof detail === "object" ? { ...others, ...detail } : { ...others, detail };
  const state = status && mark(words(status), toneOf(status));
  return facts([["engine", name ?? "–"], ["state", state], ...Object.entries(about).map(([key, value]) => figure(key, value))]);
}

const sweep = (name, format = count) => ({ figures }) => format(Object(figures?.sweeps)[name]);
const sweepColumns = [
  ["Node", ({ name, id }) => name ?? id, null, true],
  ["Sweeps", sweep("count")],
  ["Late", sweep("late", (late) => (late > 0 ? mark(count(late), "wait") : count(late)))],
  ["Last took", sweep("last_ms", millis)],
  ["Longest", sweep("longest_ms", millis)],
];

function reasonList(reasons) {
  if (reasons.length === 0) {
    return nothing("None since the start");
  }
  const most = Math.max(1, ...reasons.map(({ recent }) => recent));
  const line = ({ reason, recent, total }) =>
    h("tr", h("th", { scope: "row" }, words(reason), recent > 0 && h("meter", { max: most, value: recent, "aria-hidden": "true" })), h("td.number", count(recent)), h("td.number.quiet", count(total)));
  return h(
    "table.reasons",
    h("thead", h("tr", ["Reason", "Last minute", "Since the start"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", reasons.slice(0, 12).map(line)),
  );
}

/** The colour of a state of a node or of the engine. */
function toneOf(status) {
  const word = String(status).toLowerCase();
  return /^(up|ok|live|ready|idle)$/.test(word) ? "good" : /^(down|lost|failed|away)$/.test(word) ? "bad" : "wait";
}

function nodeColumns() {
  const each = (name, format = count) => ({ figures = {} }) => format(figures[name]);
  const rate = (name) => ({ sample }) => small(sample?.rates[name]);
  const state = (name) => ({ figures }) => count(figures?.connections?.[name] ?? 0);
  return [
    ["Node", ({ name, id, self: isAsked }) => h("span", h("strong", name ?? id), isAsked && h("span.quiet", " (asked)")), null, true],
    ["State", ({ status = "up" }) => mark(words(status), toneOf(status)), null, true],
    ["Live", state("live")],
    ["Stale", state("stale")],
    ["Pending", state("pending")],
    ["Users", each("users")],
    ["Channels", each("channels")],
    ["In /s", rate("messages_in")],
    ["Out /s", rate("messages_out")],
    ["Round trip p99", ({ sample }) => millis(sample?.rtt99)],
    ["Waiting", each("queued_bytes", bytes)],
    ["CPU", each("cpu", percent)],
    ["Heap", each("heap", heapText)],
    ["Up for", each("uptime", duration)],
    ["Version", ({ version }) => version, null, true],
  ];
}

const heapText = (heap) => (heap?.max > 0 ? percent(heap.used / heap.max) : bytes(heap?.used ?? heap));
