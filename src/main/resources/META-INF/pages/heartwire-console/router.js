/** The part of the address after the #: which view, of what, filtered how. Never a secret. */

const DEFAULT = "overview";

/** `{ view, path, query }` of the address, or of a hash like `#/connections/node/id?state=stale`. */
export function parse(hash = location.hash) {
  const [way, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view, ...path] = way.split("/").map(decoded);
  return { view: view || DEFAULT, path, query: new URLSearchParams(query) };
}

/** A hash. Of the query, what is empty is left out. */
export function link(view, path = [], query = {}) {
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const asked = new URLSearchParams(pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined));
  const way = [view, ...path].map(encodeURIComponent).join("/");
  return `#/${way}${asked.size > 0 ? `?${asked}` : ""}`;
}

export function go(view, path, query) {
  location.hash = link(view, path, query);
}

/** Changes the address without a step in the browser's history. */
export function replace(view, path, query) {
  history.replaceState(null, "", link(view, path, query));
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
