/** The names of channels, as the gateway rules them, and the addresses made from them. */

export const DEFAULT_CHANNEL = "lobby";

const RULE = /^[A-Za-z0-9_\-.:#,@$=+!~&*]{1,255}$/;

/** What is wrong with a name, in words for its reader; empty when nothing is. */
export function problemWith(name) {
  if (!RULE.test(name)) {
    return "A channel has a name of 1 to 255 characters: A–Z a–z 0–9 _ - . : , @ $ = + ! ~ & *";
  }
  if (name.includes("#")) {
    return "What follows a # are the users who may join, and this page is nobody in particular.";
  }
  // The gateway knows them, but browsers take them for "this folder" and "the folder above".
  if (name === "." || name === "..") {
    return "Browsers cannot put this name in an address.";
  }
  return "";
}

/** The address of a channel by HTTP, beside the page, so that a path prefix of a proxy is kept. */
export function httpUrl(name) {
  return new URL(`ws/${encodeURIComponent(name)}`, document.baseURI).href;
}

/** The same for a WebSocket. */
export function socketUrl(name) {
  return httpUrl(name).replace(/^http/, "ws");
}

/** The address of this page for a channel: what a second tab opens. */
export function pageUrl(name) {
  const url = new URL(location.href);
  url.hash = "";
  url.search = name === DEFAULT_CHANNEL ? "" : `?channel=${encodeURIComponent(name)}`;
  return url.href;
}

/** The channel that the address of this page asks for. */
export function requestedChannel() {
  const asked = new URLSearchParams(location.search).get("channel") ?? DEFAULT_CHANNEL;
  return problemWith(asked) ? DEFAULT_CHANNEL : asked;
}
