import { CLOCK, byId, create, setText } from "./page.js";

const MOST = 500;
/** Nearer to the end than this many pixels, a reader follows the newest message. */
const NEAR = 48;

const NUMBER = new Intl.NumberFormat();
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** The newest messages and what happened between them; scrolls along unless its reader looks back. */
export class MessageList {
  #list = byId("messages");
  #scroll = byId("scroll");
  #empty = byId("empty");
  #newest = byId("newest");
  #tally = byId("tally");
  #clear = byId("clear");
  #received = 0;
  #following = true;
  #scrolling = false;

  constructor() {
    // Asked on scroll and not for every message: each question would lay out the whole list.
    this.#scroll.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
      this.#following = scrollHeight - scrollTop - clientHeight < NEAR;
      this.#newest.hidden ||= this.#following;
    });
    new ResizeObserver(() => this.#keepUp()).observe(this.#scroll);
    this.#newest.addEventListener("click", () => {
      this.#scroll.focus();
      this.follow();
    });
    this.#clear.addEventListener("click", () => {
      this.clear();
      this.#scroll.focus();
    });
  }

  /** Adds what a WebSocket delivered: a string, or the bytes of a binary message. */
  message(data) {
    const item = document.createElement("li");
    item.className = "message";
    const now = new Date();
    const time = create("time", "mono quiet", CLOCK.format(now));
    time.dateTime = now.toISOString();
    time.title = FULL.format(now);
    item.append(time, bodyOf(data));
    this.#received += 1;
    this.#add(item);
  }

  /** Adds a line about the connection. */
  note(text) {
    this.#add(create("li", "note quiet", text));
  }

  clear() {
    this.#list.replaceChildren();
    this.#received = 0;
    this.#count();
    this.follow();
  }

  /** Goes to the newest message and stays with it. */
  follow() {
    this.#following = true;
    this.#newest.hidden = true;
    this.#keepUp();
  }

  #add(item) {
    this.#list.append(item);
    if (this.#list.childElementCount > MOST) {
      this.#list.firstElementChild.remove();
    }
    this.#count();
    if (this.#following) {
      this.#keepUp();
    } else {
      this.#newest.hidden = false;
    }
  }

  #count() {
    const n = this.#received;
    const shown = n > MOST ? `, the newest ${MOST} shown` : "";
    const text = n === 0 ? "No messages" : n === 1 ? "1 message" : `${NUMBER.format(n)} messages${shown}`;
    setText(this.#tally, text);
    this.#empty.hidden = this.#list.childElementCount > 0;
    this.#clear.hidden = this.#list.childElementCount === 0;
  }

  /** Once per frame at the most, however many messages came in. */
  #keepUp() {
    if (this.#scrolling || !this.#following) {
      return;
    }
    this.#scrolling = true;
    requestAnimationFrame(() => {
      this.#scrolling = false;
      this.#scroll.scrollTop = this.#scroll.scrollHeight;
    });
  }
}

function bodyOf(data) {
  if (typeof data !== "string") {
    return create("span", "body binary quiet", `binary, ${bytes(data.byteLength)}`);
  }
  if (data === "") {
    return create("span", "body binary quiet", "empty text");
  }
  const body = create("span", "body", data);
  // Each message finds its own direction, and none can turn its neighbours around.
  body.dir = "auto";
  return body;
}

function bytes(n) {
  return n === 1 ? "1 byte" : `${NUMBER.format(n)} bytes`;
}
