/** Puts the page together: each part knows its own elements, none knows another part. */
import { pageUrl, problemWith, requestedChannel } from "./channel-name.js";
import { Composer } from "./composer.js";
import { ChannelConnection } from "./connection.js";
import { HealthView } from "./health-view.js";
import { HealthWatch } from "./health.js";
import { MessageList } from "./message-list.js";
import { byId } from "./page.js";
import { StateView, describe } from "./state-view.js";

const messages = new MessageList();
const healthView = new HealthView();
const health = new HealthWatch({
  url: new URL("health/ready", document.baseURI),
  onReport: (report) => healthView.show(report),
});
const connection = new ChannelConnection({
  onPhase: showPhase,
  onMessage: (data) => messages.message(data),
});
const stateView = new StateView({ onReconnectNow: () => connection.reconnectNow() });
const composer = new Composer({ send });

let hadConnection = false;

function showPhase(state) {
  stateView.show(state);
  composer.show(state);
  document.title = `${state.channel} · Heartwire`;
  if (state.phase === "connected") {
    if (hadConnection) {
      // The raw protocol has no history: a reader must know that there may be a hole here.
      messages.note("Connected again. What was said meanwhile is not shown.");
    }
    hadConnection = true;
  } else if (state.lost?.wasOpen && state.phase !== "connecting") {
    messages.note(describe(state.lost));
  }
  // The counts have just changed, or the gateway has gone: no need to wait for the next round.
  if (state.phase !== "connecting") {
    health.ask();
  }
}

/** Who says something wants to see it arrive. */
function send(text) {
  const sent = connection.send(text);
  if (sent) {
    messages.follow();
  }
  return sent;
}

function join(channel) {
  hadConnection = false;
  messages.clear();
  byId("channel").value = channel;
  byId("another-tab").href = pageUrl(channel);
  history.replaceState(null, "", pageUrl(channel));
  connection.join(channel);
}

byId("channel").addEventListener("input", (event) => event.target.setCustomValidity(""));
byId("join").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("channel");
  const channel = field.value.trim();
  field.setCustomValidity(problemWith(channel));
  if (field.reportValidity()) {
    join(channel);
    byId("text").focus();
  }
});
window.addEventListener("online", () => connection.networkIsBack());

health.start();
join(requestedChannel());
