import { CLOCK, byId, setText } from "./page.js";

const NUMBER = new Intl.NumberFormat();
const NAMES = ["live", "stale", "pending", "closing", "total", "capacity"];

/** Shows the readiness in the masthead and the counts in the panel. */
export class HealthView {
  #pill = byId("readiness");
  #trouble = byId("trouble");
  #asOf = byId("as-of");
  #panel = byId("counts").parentElement;
  #bar = byId("bar");

  show(report) {
    if (report.kind === "away") {
      // The last counts stay, with their time and dimmed: better than nothing, if said so.
      this.#panel.classList.add("outdated");
      this.#tell("Gateway away", "bad", report.why);
      return;
    }
    const { ready, counts } = report;
    this.#panel.classList.toggle("outdated", !counts);
    if (counts) {
      this.#count(counts);
      setText(this.#asOf, `as of ${CLOCK.format(new Date())}`);
    }
    this.#tell(ready ? "Gateway ready" : "Gateway not ready", ready ? "good" : "wait", reasonOf(report));
  }

  #count(counts) {
    for (const name of NAMES) {
      setText(byId(name), typeof counts[name] === "number" ? NUMBER.format(counts[name]) : "–");
    }
    const share = counts.capacity > 0 ? Math.min(1, counts.total / counts.capacity) : 0;
    this.#bar.style.setProperty("--share", `${(share * 100).toFixed(3)}%`);
    this.#bar.dataset.level = levelOf(share);
  }

  #tell(title, tone, trouble) {
    // Only a change is written: the pill is a live region and would be read again.
    setText(this.#pill, title);
    this.#pill.dataset.tone = tone;
    setText(this.#trouble, trouble);
    this.#trouble.hidden = trouble === "";
  }
}

function levelOf(share) {
  if (share === 0) {
    return "empty";
  }
  return share >= 1 ? "full" : share >= 0.8 ? "high" : "calm";
}

function reasonOf({ ready, counts, down }) {
  if (ready) {
    return "";
  }
  if (counts?.draining) {
    return "Draining: the gateway takes in no one new.";
  }
  if (counts && counts.total >= counts.capacity) {
    return "At capacity: new clients are told to come back later.";
  }
  return down.length > 0 ? `Not UP: ${down.join(", ")}.` : "The gateway says it is not ready.";
}
