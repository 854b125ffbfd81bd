import { Sparkline } from "./charts.js";
import { act, confirm } from "./dialog.js";
import { button, facts, h, mark, nothing, setText } from "./dom.js";
import { bytes, clock, count, duration, moment, perSecond, percent, plain, plural, small, words } from "./format.js";
import { jsonForm } from "./json-form.js";
import { Details, ListView, opener } from "./list-view.js";
import { Listing } from "./listing.js";
import { Poll } from "./poll.js";

const EVERY = 2_000;
const KEPT = 60;
/** Messages on a page; dead letters that go back with one action. */
const PAGE = 10;
const MOST_MOVED = 10_000;
/** Longer data are folded. */
const FOLDED = 240;
const DEAD_LETTERS = ".dlq";

const age = (millis) => (millis === undefined ? "–" : duration(millis / 1000));
const alarming = (n) => (n > 0 ? mark(count(n), "bad") : count(n));
const level = (full) => (full >= 0.8 ? mark(percent(full), full >= 1 ? "bad" : "wait") : percent(full));

/** All queues, and what waits in the one that is chosen. */
export class QueuesView extends ListView {
  constructor({ session, figures }) {
    const listing = new Listing({
      view: "queues",
      caption: "Queues",
      ask: (query) => session.ask("queues", query),
      pathOf: ({ queue }) => [queue],
      filters: [
        ["text", "Search ( / )", "text"],
        ["dead", "with dead letters", "flag"],
        ["idle", "waiting, no consumer", "flag"],
        ["full", "full", "flag"],
      ],
      columns: [
        ["Queue", ({ queue }) => h("span.mono", queue), "queue", true],
        ["Ready", ({ ready }) => count(ready), "ready"],
        ["Oldest", ({ oldest_ms: oldest }) => age(oldest), "oldest_ms"],
        ["Dead letters", ({ dead }) => alarming(dead), "dead"],
        ["Full", ({ full }) => level(full), "full"],
        ["Delayed", ({ delayed }) => count(delayed), "delayed"],
        ["In flight", ({ in_flight: has }) => count(has), "in_flight"],
        ["Consumers", ({ consumers, ready }) => (consumers === 0 && ready > 0 ? mark("0", "wait") : count(consumers)), "consumers"],
        ["In /s", ({ sent_per_s: rate }) => small(rate), "sent_per_s"],
        ["Done /s", ({ done_per_s: rate }) => small(rate), "done_per_s"],
        ["Redelivered", ({ redelivered }) => count(redelivered), "redelivered"],
      ],
      empty: "No queue like this",
    });
    super("Queues", listing, new QueueDetails(session, figures, () => listing.refresh()), opener("queues", "Open by name"));
  }
}

/** One queue: its figures, what waits, and what nobody could process; send, purge and move back for who may. */
class QueueDetails extends Details {
  #session;
  #figures;
  #onChange;
  #latest = {};
  #depths = [];
  #about = h("div");
  #rules = h("div");
  #rulesBox = h("details", h("summary", "Rules of its namespace"), this.#rules);
  #spark = new Sparkline("Messages in the queue, the last two minutes");
  #waiting;
  #dead;
  #purgeIt = button("Purge…", () => this.#purge(), "bad");
  #moveDead = button("Move back…", () => this.#move());
  #purgeDead = button("Purge dead letters…", () => this.#purgeDeadLetters(), "bad");

  constructor(session, figures, onChange) {
    super("queues", ".mono");
    this.#session = session;
    this.#figures = figures;
    this.#onChange = onChange;
    this.#waiting = new Messages(session, "", "Nothing waits");
    this.#dead = new Messages(session, DEAD_LETTERS, "No dead letters");
    const ask = () => session.ask("queue", { queue: this.#queue });
    const poll = new Poll(EVERY, ask, (answer) => this.#fill(answer), ({ message }) => this.#about.replaceChildren(nothing("No answer", message)));
    const sender = { id: "send", label: "Send, as JSON", action: "Send", example: '{"order": 42}', submit: (data) => this.#send(data) };
    const part = (title, messages, ...actions) => [h("div.section-head", h("h3", title), messages.again, session.mayAct && actions), messages.element];
    this.build(
      [poll],
      null,
      this.#about,
      this.#spark.element,
      this.#rulesBox,
      session.mayAct && jsonForm(sender),
      part("Ready messages", this.#waiting, this.#purgeIt),
      part("Dead letters", this.#dead, this.#moveDead, this.#purgeDead),
    );
  }

  /** The queue of dead letters is shown with its own. */
  get #queue() {
    const [name = null] = this.path;
    return name?.endsWith(DEAD_LETTERS) ? name.slice(0, -DEAD_LETTERS.length) : name;
  }

  opened() {
    setText(this.title, this.#queue);
    this.#about.replaceChildren(nothing("Asking…"));
    this.#waiting.open(this.#queue);
    this.#dead.open(this.#queue);
  }

  closed() {
    this.#told({});
    this.#depths = [];
    this.#waiting.close();
    this.#dead.close();
    this.#rulesBox.hidden = true;
    this.#rules.replaceChildren();
  }

  /** What there is nothing of cannot be purged or moved. */
  #told(latest) {
    const { ready = 0, delayed = 0, dead = 0 } = latest;
    this.#latest = latest;
    this.#purgeIt.disabled = ready + delayed === 0;
    this.#moveDead.disabled = this.#purgeDead.disabled = dead === 0;
  }

  #fill(queue) {
    this.#told(queue);
    const { ready, delayed, in_flight: inFlight, dead, nodes = [], rules } = queue;
    this.#depths = [...this.#depths, ready + delayed + inFlight].slice(-KEPT);
    this.#spark.draw(this.#depths);
    const consumersOf = ({ id, name, answered, consumers, unacknowledged }) =>
      [`on ${name ?? this.#figures.nameOf(id)}`, answered ? `${plural(consumers, "consumer")} with ${plural(unacknowledged, "message")}` : "no answer"];
    this.#about.replaceChildren(
      facts([
        ["ready", `${count(ready)}${ready > 0 ? `, the oldest for ${age(queue.oldest_ms)}` : ""}`],
        ["delayed", count(delayed)],
        ["in flight", count(inFlight)],
        ["dead letters", alarming(dead)],
        ["size", bytes(queue.bytes)],
        ["full", queue.full === undefined ? "" : level(queue.full)],
        ["consumers", count(queue.consumers)],
        ...nodes.filter(({ answered, consumers }) => !answered || consumers > 0).map(consumersOf),
        ["now", queue.sent_per_s === undefined ? "" : `${perSecond(queue.sent_per_s)} in, ${perSecond(queue.done_per_s)} done`],
        ["since it began", `${count(queue.sent)} sent, ${count(queue.delivered)} delivered, ${count(queue.acknowledged)} done`],
        ["redelivered", count(queue.redelivered)],
        ["refused, as full", count(queue.refused)],
        ["became dead letters", count(queue.dead_lettered)],
        ["dropped", queue.dropped > 0 ? alarming(queue.dropped) : ""],
      ]),
      rules ? "" : h("p.quiet", "Its namespace is not configured: nobody can send or consume."),
    );
    this.#rulesBox.hidden = !rules;
    if (rules && !this.#rules.hasChildNodes()) {
      this.#rules.append(facts(Object.entries(rules).map(([key, value]) => [words(key), plain(value)])));
    }
    this.#waiting.told(ready);
    this.#dead.told(dead);
  }

  async #act(name, more, done) {
    const asked = { queue: this.#queue, ...more };
    await act(this.#session.ask(name, asked), done);
    this.refresh();
    this.#onChange();
    this.#waiting.look();
    this.#dead.look();
  }

  #send(data) {
    const queue = this.#queue;
    return this.#act("queue_send", { data }, ({ outcome }) => (outcome === "sent" ? `Sent to ${queue}` : `${queue} is full: it is a dead letter now`));
  }

  async #purge() {
    const queue = this.#queue;
    const { ready, delayed, in_flight: inFlight } = this.#latest;
    const answer = await confirm({
      title: `Purge ${queue}?`,
      text: `${plural(ready + delayed, "message")} ready or delayed, and what comes meanwhile, are removed for good. What consumers have (${count(inFlight)}) stays.`,
      action: "Purge",
    });
    answer && (await this.#act("queue_purge", { queue }, ({ removed }) => `Removed ${plural(removed, "message")} of ${queue}`));
  }

  async #purgeDeadLetters() {
    const queue = this.#queue;
    const answer = await confirm({
      title: `Purge the dead letters of ${queue}?`,
      text: `${plural(this.#latest.dead, "dead letter")}, and what comes meanwhile, are removed for good.`,
      action: "Purge",
    });
    answer && (await this.#act("queue_purge", { queue: queue + DEAD_LETTERS }, ({ removed }) => `Removed ${plural(removed, "dead letter")} of ${queue}`));
  }

  async #move() {
    const queue = this.#queue;
    const { dead } = this.#latest;
    const most = Math.min(dead, MOST_MOVED);
    const answer = await confirm({
      title: `Move ${plural(most, "dead letter")} back into ${queue}?`,
      text: `${most < dead ? `The oldest of ${count(dead)} go. ` : ""}They are delivered again, as if they were sent now, as far as the queue has room.`,
      action: "Move back",
      tone: "",
    });
    answer && (await this.#act("queue_move", { queue, count: most }, ({ moved }) => `Moved ${plural(moved, "dead letter")} back into ${queue}${moved < most ? ": it has no more room" : ""}`));
  }
}

/** A page of the messages of a queue. They are looked at when the reader says so: text that moves can't be read. */
class Messages {
  #session;
  #suffix;
  #empty;
  #queue = null;
  /** Where each page begins that the reader has come by. */
  #starts = [""];
  #next = null;
  #shown = 0;
  #list = h("div");
  #place = h("span.quiet");
  #back = button("Previous", () => this.#turn(-1));
  #on = button("Next", () => this.#turn(1));
  #pages = h("div.pages", this.#place, this.#back, this.#on);
  again = button("Look again", () => this.look());
  element = h("div", this.#list, this.#pages);

  constructor(session, suffix, empty) {
    this.#session = session;
    this.#suffix = suffix;
    this.#empty = empty;
  }

  open(queue) {
    this.#queue = queue;
    this.look();
  }

  close() {
    this.#queue = null;
    this.#starts = [""];
    this.#list.replaceChildren();
    this.#pages.hidden = true;
  }

  /** How many there are now: what has come where there was nothing is shown, and so is that nothing is left. */
  told(n) {
    if ((n === 0) !== (this.#shown === 0)) {
      this.look();
    }
  }

  async look() {
    const queue = this.#queue;
    const after = this.#starts.at(-1);
    if (queue === null) {
      return;
    }
    const answer = await this.#session.ask("queue_messages", { queue: queue + this.#suffix, after, limit: PAGE }).catch((failure) => failure);
    if (queue !== this.#queue || after !== this.#starts.at(-1)) {
      return;
    }
    const { messages } = answer;
    if (messages?.length === 0 && this.#starts.length > 1) {
      this.#turn(-1); // the page has gone meanwhile
      return;
    }
    this.#next = answer.next ?? null;
    this.#shown = messages?.length ?? 0;
    this.#list.replaceChildren(this.#shown > 0 ? h("ol.history", messages.map((each) => h("li", line(each)))) : nothing(messages ? this.#empty : answer.message));
    setText(this.#place, `As of ${clock(Date.now())}`);
    this.#pages.hidden = this.#shown === 0;
    this.#back.disabled = this.#starts.length === 1;
    this.#on.disabled = this.#next === null;
  }

  #turn(by) {
    by > 0 ? this.#starts.push(this.#next) : this.#starts.pop();
    this.look();
  }
}

function line({ kind, data, size, clipped, headers, user, client, first_sent_at: sent, dead }) {
  const about = [
    dead && `${dead.detail ? `${dead.detail}; ` : ""}${plural(dead.deliveries, "delivery", "deliveries")}, dead since ${moment(dead.at)};`,
    `sent ${moment(sent)}`,
    user && `by ${user}`,
    clipped && `${bytes(size)}, the rest is not shown`,
    headers && plain(headers),
  ];
  const shown = data === "" ? h("span.quiet", "no data") : data.length > FOLDED ? h("details", h("summary.mono", `${data.slice(0, FOLDED)}…`), h("pre", data)) : h("pre", data);
  return [
    h("span.position", kind),
    shown,
    h("div", { title: client }, dead && mark(words(dead.reason), "bad"), h("span.quiet", ` ${about.filter(Boolean).join(" ")}`)),
  ];
}
