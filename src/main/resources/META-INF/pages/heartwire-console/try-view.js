import { isFinal, meaningOf } from "../heartwire/close-codes.js";
import { refusalOf } from "../heartwire/refusal.js";
import { button, form, h, input, labelled, mark, nothing, setText } from "./dom.js";
import { bytes, clock, count } from "./format.js";

const MOST = 300;
const LONGEST = 4_000;
const ROOT = new URL("../", import.meta.url).href.replace(/^http/, "ws");
const TONES = { open: "good", connecting: "wait" };
const PROTOCOLS = { centrifuge: "Centrifuge", stomp: "STOMP", raw: "raw" };
const PRESETS = { centrifuge: ["publish", "presence", "history", "unsubscribe"], stomp: ["SEND", "ACK", "NACK", "UNSUBSCRIBE"], raw: [] };
/** What ends a frame of STOMP, and what it is shown as. */
const [NUL, SHOWN_NUL] = ["\0", "␀"];

/** Connects as a client would, and shows the frames both ways. */
export class TryView {
  #socket = null;
  #id = 0;
  #kind = "centrifuge";
  /** By which the last message of a queue is acknowledged. */
  #ack = "";
  /** The token of the connection, which is not shown. */
  #secret = "";
  #frames = h("ol.frames", { role: "log", "aria-label": "Frames, newest first", tabindex: 0 });
  #empty = nothing("No frames yet", "Connect, and each frame is shown here as it is on the wire, but for the token.");
  #state = h("span");
  #tally = { in: 0, out: 0 };
  #total = h("p.total");
  #protocol = h("select.field", { id: "try-protocol" }, Object.entries(PROTOCOLS).map(([value, label]) => h("option", { value }, label)));
  #channel = input("try-channel", { value: "lobby", required: true });
  #token = input("try-token", { type: "password", maxlength: 16384, placeholder: "none" });
  #connect = h("button.button.primary.small");
  #text = h("textarea.field.mono", { id: "try-text", rows: 3, spellcheck: "false" });
  #send = h("button.button.primary.small", "Send");
  #presets = h("div.segments", { role: "group", "aria-label": "Commands" });

  constructor() {
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        this.#say();
      }
    });
    this.#protocol.addEventListener("change", () => this.#show("closed"));
    this.element = h(
      "div",
      h("div.head", h("h1", "Try it"), this.#state),
      form(".filters", () => this.#toggle(), labelled("Protocol", this.#protocol), labelled("Channel, or destination such as /queue/orders", this.#channel, ".wide"), labelled("Token", this.#token, ".wide"), this.#connect),
      form(".panel.publish", () => this.#say(), h("label", { for: this.#text.id }, "Send a frame (Ctrl+Enter)"), this.#text, h("div.section-head", this.#presets, this.#send)),
      h("div.section-head", h("h2", "Frames"), this.#total, button("Clear", () => this.#clear())),
      h("div.panel", this.#empty, this.#frames),
    );
    this.#show("closed");
    this.#clear();
  }

  show() {}

  hide() {
    this.#socket?.close(1000);
  }

  #toggle() {
    if (this.#socket) {
      this.#socket.close(1000);
      return;
    }
    const channel = this.#channel.value.trim();
    const token = this.#token.value.trim();
    let socket;
    try {
      socket = this.#open(channel, token);
    } catch (failure) {
      this.#note(failure.message, "bad");
      return;
    }
    this.#socket = socket;
    this.#secret = token;
    this.#show("connecting");
    const kind = this.#kind;
    let wasOpen = false;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      wasOpen = true;
      this.#show("open");
      this.#note("open", "good");
      this.#id = 2;
      if (this.#kind === "stomp") {
        this.#transmit(`CONNECT\naccept-version:1.2\nhost:${location.hostname}\n${token && `passcode:${token}\n`}\n${NUL}`);
      } else if (this.#kind === "centrifuge") {
        // Two commands in one frame, as the official clients do it.
        const commands = [{ id: 1, connect: token ? { token } : {} }, { id: 2, subscribe: { channel } }];
        this.#transmit(commands.map((command) => JSON.stringify(command)).join("\n"));
      }
      this.#preset(PRESETS[this.#kind][0]);
    };
    socket.onmessage = ({ data }) => {
      this.#frame("in", data);
      if (this.#kind === "centrifuge" && data === "{}") {
        this.#transmit("{}");
      } else if (this.#kind === "stomp" && typeof data === "string") {
        this.#ack = /^MESSAGE\n(?:.+\n)*?ack:(.+)/.exec(data)?.[1] ?? this.#ack;
        data.startsWith("CONNECTED") && this.#transmit(`SUBSCRIBE\nid:1\nack:client-individual\ndestination:${this.#destination}\n\n${NUL}`);
      }
    };
    socket.onclose = async ({ code, reason }) => {
      this.#socket = null;
      this.#show("closed");
      const refusal = !wasOpen && kind === "raw" && (await refusalOf(channel, token));
      if (refusal) {
        this.#note(`refused, ${refusal.status}: ${refusal.text}`, "bad");
        return;
      }
      const isNormal = code === 1000;
      this.#note(`closed, ${code}: ${reason || meaningOf(code)}${isFinal(code) && !isNormal ? " (do not come back)" : ""}`, isNormal ? "quiet" : "bad");
    };
  }

  #open(channel, token) {
    switch (this.#kind) {
      case "centrifuge":
        return new WebSocket(`${ROOT}connection/websocket`);
      case "stomp":
        return new WebSocket(`${ROOT}stomp`, ["v12.stomp"]);
      default:
        return new WebSocket(`${ROOT}ws/${encodeURIComponent(channel)}`, token ? ["heartwire", `bearer.${token}`] : []);
    }
  }

  get #destination() {
    const name = this.#channel.value.trim();
    return name.startsWith("/") ? name : `/topic/${name}`;
  }

  #preset(name) {
    const channel = this.#channel.value.trim();
    const more = { publish: { data: { text: "hello" } }, history: { limit: 10, reverse: true } }[name];
    const stomp = { SEND: `destination:${this.#destination}\n\n{"text": "hello"}`, UNSUBSCRIBE: "id:1\n\n" }[name] ?? `id:${this.#ack}\n\n`;
    const texts = { centrifuge: () => JSON.stringify({ id: this.#id + 1, [name]: { channel, ...more } }), stomp: () => `${name}\n${stomp}`, raw: () => "hello" };
    this.#text.value = texts[this.#kind]();
    this.#text.focus({ preventScroll: true });
  }

  #say() {
    const text = this.#text.value;
    if (this.#socket?.readyState === WebSocket.OPEN && text !== "") {
      this.#transmit(this.#kind === "stomp" ? `${text}${NUL}` : text);
      const [, before, id] = (this.#kind === "centrifuge" && /("id"\s*:\s*)(\d+)/.exec(text)) || [];
      if (id) {
        this.#id = Number(id);
        this.#text.value = text.replace(before + id, before + (this.#id + 1));
      }
    }
  }

  #transmit(text) {
    this.#socket.send(text);
    this.#frame("out", text);
  }

  #show(state) {
    this.#state.replaceChildren(mark(state, TONES[state]));
    setText(this.#connect, state === "closed" ? "Connect" : "Disconnect");
    this.#send.disabled = state !== "open";
    this.#kind = this.#protocol.value;
    this.#presets.replaceChildren(...PRESETS[this.#kind].map((name) => button(name, () => this.#preset(name))));
    [this.#protocol, this.#channel, this.#token].forEach((field) => (field.disabled = state !== "closed"));
  }

  #frame(way, data) {
    this.#tally[way] += 1;
    const isText = typeof data === "string";
    const size = isText ? new TextEncoder().encode(data).length : data.byteLength;
    this.#add(way === "in" ? "← in" : "→ out", h("pre", isText ? this.#shown(data) : "binary"), bytes(size));
  }

  #shown(text) {
    const safe = this.#secret ? text.replaceAll(this.#secret, "…") : text;
    return safe.slice(0, LONGEST).replaceAll(NUL, SHOWN_NUL);
  }

  #note(text, tone) {
    this.#add("", mark(text, tone), "");
  }

  #add(way, what, size) {
    this.#frames.prepend(h("li", h("time", clock(Date.now())), h("span.way", way), what, h("span.quiet", size)));
    if (this.#frames.childElementCount > MOST) {
      this.#frames.lastElementChild.remove();
    }
    this.#count();
  }

  #clear() {
    this.#frames.replaceChildren();
    this.#tally = { in: 0, out: 0 };
    this.#count();
  }

  #count() {
    this.#empty.hidden = this.#frames.childElementCount > 0;
    this.#frames.hidden = !this.#empty.hidden;
    setText(this.#total, `${count(this.#tally.out)} out, ${count(this.#tally.in)} in`);
  }
}
