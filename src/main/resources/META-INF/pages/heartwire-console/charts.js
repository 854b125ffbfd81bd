/** Charts by uPlot, which console.html loads, and small ones by SVG. */
import { h, setText, svg } from "./dom.js";
import { quantile } from "./figures.js";
import { bytesPerSecond, clock, count, millis, whole } from "./format.js";

const HEIGHT = 168;
const PROBE = h("span", { hidden: true });

/** The colour of a custom property, as a canvas understands it. */
function colour(name) {
  if (!PROBE.isConnected) {
    document.body.append(PROBE);
  }
  PROBE.style.color = `var(${name})`;
  return getComputedStyle(PROBE).color;
}

const faint = (name) => colour(name).replace(/^rgb\((.*)\)$/, "rgba($1, 0.16)");

function axis(options) {
  return {
    stroke: () => colour("--ink-quiet"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
    ...options,
  };
}

/** A panel with a title, a legend that holds numbers, and a chart as wide as the panel. */
class Chart {
  #plot = null;
  #canvas = h("div.canvas", { role: "img" });
  #title;
  note = h("p.quiet");
  legend = h("div.legend");

  constructor(title) {
    this.#title = title;
    this.element = h("section.panel.chart", h("div.section-head", h("h3", title), this.note), this.legend, this.#canvas);
    new ResizeObserver(() => {
      const width = this.#canvas.clientWidth;
      if (this.#plot && width > 0 && width !== this.#plot.width) {
        this.#plot.setSize({ width, height: HEIGHT });
      }
    }).observe(this.#canvas);
  }

  /** The index of the sample under the pointer, or null. */
  get pointed() {
    return this.#plot?.cursor.idx ?? null;
  }

  paint(options, data) {
    const width = this.#canvas.clientWidth;
    if (this.#plot) {
      this.#plot.setData(data);
    } else if (width > 0) {
      const fixed = { width, height: HEIGHT, legend: { show: false }, padding: [8, 8, 0, 0] };
      this.#plot = new globalThis.uPlot({ ...fixed, ...options }, data, this.#canvas);
    }
  }

  erase() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  repaint() {
    this.#plot?.redraw(false, true);
  }

  describe(text) {
    this.#canvas.setAttribute("aria-label", `${this.#title}: ${text}`);
  }
}

const vertical = (format) => axis({ values: (_, values) => values.map(format), size: 66, space: 32, incrs: STEPS.get(format) });
const fromZero = { range: (_, low, high) => [0, Math.max(high * 1.1, 2)] };
/** Steps of axes: no half connections, bytes as their units go, and times that differ as they are read. */
const STEPS = new Map([
  [whole, Array.from({ length: 30 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3))],
  [bytesPerSecond, Array.from({ length: 50 }, (_, i) => 2 ** i)],
]);
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300];

/** Lines over time, or areas upon each other. */
export class TimeChart extends Chart {
  #series;
  #format;
  #isStacked;
  #samples = [];
  #values = [];
  #figures;

  /**
   * @param format a number for the legend and the axis
   * @param series `[label, colour, value]`: the number of a colour, and what takes a sample to a number
   */
  constructor(title, format, series, isStacked = false) {
    super(title);
    this.#format = format;
    this.#isStacked = isStacked;
    this.#series = series.map(([label, colour, value]) => ({ label, name: `--c${colour + 1}`, value }));
    this.#figures = series.map(() => h("b"));
    this.legend.append(...series.map(([label, colour], i) => h(`span.key.c${colour + 1}`, `${label} `, this.#figures[i])));
  }

  draw(samples) {
    this.#samples = samples;
    this.#values = this.#series.map(({ value }) => samples.map((sample) => value(sample) ?? null));
    // From the top down, so that each area is painted over the one that it is part of.
    const shown = this.#isStacked ? stacked(this.#values).reverse() : this.#values;
    this.paint(this.#options(), [samples.map(({ at }) => at / 1000), ...shown]);
    this.#showAt(this.pointed);
    this.describe(this.#series.map(({ label }, i) => `${label} ${this.#text(i, samples.length - 1)}`).join(", "));
  }

  #options() {
    const order = this.#isStacked ? [...this.#series].reverse() : this.#series;
    return {
      cursor: { y: false, sync: { key: "overview" }, drag: { x: false, y: false } },
      scales: { y: fromZero },
      axes: [axis({ values: (_, times) => times.map((time) => clock(time * 1000)), space: 76, size: 26, incrs: SECONDS }), vertical(this.#format)],
      series: [{}, ...order.map(({ name }) => ({ stroke: () => colour(name), fill: () => (this.#isStacked ? colour(`${name}-wash`) : faint(name)), width: 1.5, points: { show: false } }))],
      hooks: { setCursor: [({ cursor }) => this.#showAt(cursor.idx ?? null)] },
    };
  }

  /** The numbers under the pointer, or the newest. */
  #showAt(index) {
    const last = this.#samples.length - 1;
    const isNow = index === null || index > last;
    this.#figures.forEach((figure, i) => setText(figure, this.#text(i, isNow ? last : index)));
    setText(this.note, isNow ? "" : clock(this.#samples[index].at));
  }

  #text(i, at) {
    return this.#format(this.#values[i]?.[at]);
  }
}

function stacked(rows) {
  const below = rows[0]?.map(() => 0) ?? [];
  return rows.map((row) => row.map((value, i) => (below[i] += value ?? 0)));
}

/** How many were how slow: a bar for each bucket. */
export class Distribution extends Chart {
  #bounds = [];
  #quantiles = [0.5, 0.95, 0.99].map((q) => ({ q, figure: h("b") }));
  #total = h("b");

  constructor(title) {
    super(title);
    this.legend.append(...this.#quantiles.map(({ q, figure }) => h("span.key", `p${q * 100} `, figure)), h("span.key", "counted ", this.#total));
  }

  draw(distribution) {
    const { bounds, counts, isRecent } = distribution;
    if (String(bounds) !== String(this.#bounds)) {
      this.erase();
      this.#bounds = bounds;
    }
    setText(this.note, isRecent ? "the last minute" : "since the start");
    this.#quantiles.forEach(({ q, figure }) => setText(figure, millis(quantile(distribution, q))));
    setText(this.#total, count(counts.reduce((a, b) => a + b, 0)));
    this.describe(this.legend.textContent);
    if (counts.length > 0) {
      this.paint(this.#options(), [counts.map((_, i) => i), counts]);
    }
  }

  #options() {
    const bounds = this.#bounds;
    const label = (i) => (i === null ? "" : i < bounds.length ? short(bounds[i]) : "more");
    return {
      cursor: { show: false },
      scales: { x: { time: false, range: () => [-0.6, bounds.length + 0.6] }, y: fromZero },
      axes: [
        axis({
          splits: () => [...bounds, 0].map((_, i) => i),
          filter: (plot, splits) => thinned(splits, plot.width),
          values: (_, splits) => splits.map(label),
          grid: { show: false },
          size: 26,
        }),
        vertical(whole),
      ],
      series: [{}, { stroke: () => colour("--c3"), fill: () => faint("--c3"), width: 1, points: { show: false }, paths: globalThis.uPlot.paths.bars({ size: [0.86, 60] }) }],
    };
  }
}

/** Labels that do not run into each other; the last says what it is, so it stays. */
function thinned(splits, width) {
  const step = Math.ceil((splits.length * 52) / Math.max(1, width - 80));
  const last = splits.length - 1;
  return splits.map((value, i) => ((last - i) % step === 0 ? value : null));
}

const short = (bound) => (bound >= 1000 ? `≤ ${bound / 1000} s` : `≤ ${bound} ms`);

/** A line without axes, which shows the course and no number. */
export class Sparkline {
  #line = svg("polyline", { fill: "none" });
  #area = svg("polygon");

  constructor(label) {
    const looks = { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none" };
    this.element = svg("svg", { ...looks, ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }) }, this.#area, this.#line);
  }

  draw(values) {
    const known = values.map((value, i) => [i, value]).filter(([, value]) => value !== null && value !== undefined);
    const most = Math.max(1e-9, ...known.map(([, value]) => value));
    const step = 100 / Math.max(1, values.length - 1);
    const points = known.map(([i, value]) => `${(i * step).toFixed(2)},${(23 - (value / most) * 21).toFixed(2)}`);
    const edge = (i) => `${points.at(i)?.split(",")[0]},24`;
    this.#line.setAttribute("points", points.join(" "));
    this.#area.setAttribute("points", points.length > 1 ? [edge(0), ...points, edge(-1)].join(" ") : "");
  }
}
