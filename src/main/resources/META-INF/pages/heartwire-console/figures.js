/** What the gateway has said of itself while the page was open: a quarter of an hour at the most. */

import { brief } from "./format.js";

/** All nodes together. */
export const ALL = "*";

const KEEP = 900;
const COUNTERS = ["messages_in", "messages_out", "bytes_in", "bytes_out"];
/** Figures of a node that come at its lease's pace hold their rate this long, in milliseconds. */
const STALE_RATE = 30_000;
/** Quantiles over time are those of so many seconds. */
const QUANTILE_WINDOW = 10;

export const sum = (values) => Object.values(values ?? {}).reduce((total, value) => total + (Number(value) || 0), 0);

/** Adds up maps of numbers. */
function together(maps) {
  const all = {};
  for (const map of maps) {
    for (const [name, value] of Object.entries(map ?? {})) {
      all[name] = (all[name] ?? 0) + (Number(value) || 0);
    }
  }
  return all;
}

/** Adds up distributions that have the same bounds. */
function pooled(distributions) {
  const [first, ...others] = distributions.filter((each) => Array.isArray(each?.counts));
  if (!first) {
    return null;
  }
  const same = others.filter((each) => each.counts.length === first.counts.length);
  return {
    bounds: first.bounds,
    counts: first.counts.map((value, i) => same.reduce((total, each) => total + each.counts[i], value)),
  };
}

/** What was counted between two readings; all of the later one where a node has started meanwhile. */
export function between(earlier, later) {
  if (!later || !earlier || earlier.counts.length !== later.counts.length) {
    return later ?? null;
  }
  const counts = later.counts.map((value, i) => value - earlier.counts[i]);
  return counts.some((value) => value < 0) ? later : { bounds: later.bounds, counts };
}

/** A quantile of a distribution, by a straight line inside its bucket; null where nothing was counted. */
export function quantile(distribution, q) {
  const total = distribution?.counts.reduce((a, b) => a + b, 0) ?? 0;
  if (total === 0) {
    return null;
  }
  let rank = q * total;
  for (const [i, n] of distribution.counts.entries()) {
    if (n > 0 && rank <= n) {
      const low = i === 0 ? 0 : distribution.bounds[i - 1];
      const high = distribution.bounds[i] ?? low;
      return low + ((high - low) * rank) / n;
    }
    rank -= n;
  }
  return distribution.bounds.at(-1);
}

export class Figures {
  #series = new Map();
  #before = new Map();

  /** The last overview, or null. */
  latest = null;

  /** The gateway's time of the last overview, in milliseconds. */
  get now() {
    return this.latest?.now ?? Date.now();
  }

  /** The name of the node with this id. */
  nameOf(id) {
    return this.latest?.nodes?.find((node) => node.id === id)?.name ?? brief(id);
  }

  /** Forgets what was before: another user, or another gateway. */
  clear() {
    this.#series.clear();
    this.#before.clear();
    this.latest = null;
  }

  add(overview) {
    const at = overview.now ?? Date.now();
    if (this.latest && at <= this.latest.now) {
      if (this.latest.now - at < 10_000) {
        return;
      }
      // The clock of another node, or one that was set back.
      this.clear();
    }
    this.latest = { ...overview, now: at };
    const samples = (overview.nodes ?? []).map((node) => this.#sample(node, at));
    samples.forEach((sample) => this.#append(sample.id, sample));
    this.#append(ALL, {
      at,
      connections: together(samples.map((each) => each.connections)),
      rates: together(samples.map((each) => each.rates)),
      refused: together(samples.map((each) => each.refused)),
      closed: together(samples.map((each) => each.closed)),
      rtt: pooled(samples.map((each) => each.rtt)),
      write: pooled(samples.map((each) => each.write)),
      queued: samples.reduce((total, each) => total + each.queued, 0),
    });
  }

  /** The samples of a node, or of all together, oldest first, not older than so many seconds. */
  samples(id, seconds) {
    const all = this.#series.get(id) ?? [];
    const from = (all.at(-1)?.at ?? 0) - seconds * 1000;
    const first = all.findIndex((sample) => sample.at >= from);
    return first <= 0 ? all : all.slice(first);
  }

  /** What was counted in the last so many seconds, or since the start while the page is new. */
  distribution(id, name, seconds) {
    const samples = this.samples(id, seconds);
    const last = samples.at(-1)?.[name] ?? null;
    if (samples.length < 10) {
      return { ...(last ?? { bounds: [], counts: [] }), isRecent: false };
    }
    return { ...(between(samples[0][name], last) ?? { bounds: [], counts: [] }), isRecent: true };
  }

  /** Counters by reason: `[{ reason, recent, total }]`, those that have moved lately first. */
  reasons(id, name, seconds) {
    const samples = this.samples(id, seconds);
    const [first, last] = [samples[0]?.[name] ?? {}, samples.at(-1)?.[name] ?? {}];
    return Object.entries(last)
      .map(([reason, total]) => ({ reason, total, recent: Math.max(0, total - (first[reason] ?? 0)) }))
      .filter(({ total }) => total > 0)
      .sort((a, b) => b.recent - a.recent || b.total - a.total);
  }

  #sample(node, at) {
    const figures = node.figures ?? {};
    const counters = {
      ...Object.fromEntries(COUNTERS.map((name) => [name, figures[name]])),
      refused: sum(figures.refused),
      closed: sum(figures.closed),
    };
    return {
      id: node.id,
      at,
      connections: byState(figures.connections),
      rates: this.#rates(node.id, figures, counters, at),
      refused: figures.refused ?? {},
      closed: figures.closed ?? {},
      rtt: figures.rtt ?? null,
      write: figures.write ?? null,
      queued: figures.queued_bytes ?? 0,
    };
  }

  /** Per second. Figures of other nodes come seldom, and a rate stays until the next of them. */
  #rates(id, figures, counters, now) {
    const text = JSON.stringify(figures);
    const at = figures.at ?? now;
    const before = this.#before.get(id);
    if (before?.text === text && now - before.at < STALE_RATE) {
      return before.rates;
    }
    const rates = {};
    if (before && at > before.at) {
      for (const [name, value] of Object.entries(counters)) {
        // Less than before: the node has started again.
        rates[name] = Math.max(0, value - before.counters[name]) / ((at - before.at) / 1000) || 0;
      }
    }
    this.#before.set(id, { text, at, counters, rates });
    return rates;
  }

  #append(id, sample) {
    const all = this.#series.get(id) ?? [];
    this.#series.set(id, all);
    const from = all.findLast((each) => each.at <= sample.at - QUANTILE_WINDOW * 1000) ?? all[0];
    for (const name of ["rtt", "write"]) {
      sample[`${name}99`] = from ? quantile(between(from[name], sample[name]), 0.99) : null;
    }
    all.push(sample);
    if (all.length > KEEP) {
      all.shift();
    }
  }
}

/** The numbers of connections by state, without what is no state. */
export function byState(connections) {
  const { capacity, total, slow, ...states } = connections ?? {};
  return states;
}
