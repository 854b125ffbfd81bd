/** Numbers, times and names as a reader sees them. What is not known is an en dash. */

const NONE = "–";
const WHOLE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** A count, all its digits. */
export function count(value) {
  return isNumber(value) ? WHOLE.format(value) : NONE;
}

/** A count for an axis or a tile, where room is short. */
export function compact(value) {
  return !isNumber(value) ? NONE : Math.abs(value) < 10_000 ? small(value) : COMPACT.format(value);
}

/** The same for what comes in whole numbers. */
export const whole = (value) => (Math.abs(value) < 10_000 ? count(value) : compact(value));

/** A rate: tenths while they matter. */
export function small(value) {
  return !isNumber(value) ? NONE : value !== 0 && Math.abs(value) < 9.95 ? TENTHS.format(value) : WHOLE.format(value);
}

export function percent(share) {
  return isNumber(share) ? `${small(share * 100)} %` : NONE;
}

export function bytes(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? WHOLE.format(rest) : small(rest)} ${UNITS[unit]}`;
}

export const perSecond = (value) => (isNumber(value) ? `${compact(value)}/s` : NONE);
export const bytesPerSecond = (value) => (isNumber(value) ? `${bytes(value)}/s` : NONE);

/** A time of milliseconds. */
export function millis(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  return value < 1000 ? `${value > 0 && value < 0.05 ? "<0.1" : small(value)} ms` : `${small(value / 1000)} s`;
}

/** A time of seconds, in its two largest units. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NONE;
  }
  const s = Math.max(0, Math.floor(seconds));
  const [d, hours, min] = [Math.floor(s / 86_400), Math.floor((s % 86_400) / 3600), Math.floor((s % 3600) / 60)];
  if (d > 0) {
    return `${WHOLE.format(d)} d ${hours} h`;
  }
  return hours > 0 ? `${hours} h ${min} min` : min > 0 ? `${min} min${s % 60 > 0 ? ` ${s % 60} s` : ""}` : `${s} s`;
}

/** An instant of the gateway in milliseconds: it may have sent seconds. */
export function instant(value) {
  return !isNumber(value) || value <= 0 ? null : value < 1e11 ? value * 1000 : value;
}

/** The time of day in the reader's zone. */
export function clock(value) {
  const at = instant(value);
  return at === null ? NONE : CLOCK.format(at);
}

/** Date and time in the reader's zone, with its name. */
export function moment(value) {
  const at = instant(value);
  return at === null ? NONE : FULL.format(at);
}

/** How long ago an instant was, on the gateway's clock. */
export function ago(value, now) {
  const at = instant(value);
  return at === null || !isNumber(now) ? NONE : duration((now - at) / 1000);
}

/** One of something, or many of them. */
export function plural(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A name of the gateway's, such as `too_slow` or `lateSweeps`, in words. */
export function words(name) {
  return String(name ?? NONE)
    .replaceAll(/([a-z])([A-Z])/g, (_, before, capital) => `${before} ${capital.toLowerCase()}`)
    .replaceAll(/[_-]/g, " ");
}

/** A figure of the gateway's by its name, which may end with a unit, as in `since_s` or `tookMillis`: what it is, and how much. */
export function figure(name, value) {
  const [, what, unit] = /^(.+) (ms|millis|s|seconds)$/.exec(words(name)) ?? [];
  return what ? [what, unit.startsWith("m") ? millis(value) : duration(value)] : [words(name), plain(value)];
}

/** The software that a user agent names, short enough for a column. */
export function software(agent) {
  const [, name, version] = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(agent ?? "") ?? [];
  return name ? `${name} ${version}` : (agent ?? "").slice(0, 24) || NONE;
}

/** A long identifier, short enough for a column. */
export function brief(id) {
  return id && id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : (id ?? NONE);
}

/** Any value of the gateway's, in one line. */
export function plain(value) {
  if (value === null || value === undefined || value === "") {
    return NONE;
  }
  return isNumber(value) ? new Intl.NumberFormat().format(value) : typeof value === "object" ? JSON.stringify(value) : String(value);
}
