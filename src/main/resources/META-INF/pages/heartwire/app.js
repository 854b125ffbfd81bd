/** Puts the page together: each part knows its own elements, none knows another part. */
import { pageUrl, problemWith, requestedChannel } from "./channel-name.js";
import { Composer } from "./composer.js";
import { ChannelConnection } from "./connection.js";
import { HealthView } from "./health-view.js";
import { HealthWatch, askHealth } from "./health.js";
import { MessageList } from "./message-list.js";
import { byId } from "./page.js";
import { StateView, describe } from "./state-view.js";
import { TokenField } from "./token-field.js";

const messages = new MessageList();
const healthView = new HealthView();
const health = new HealthWatch({
  onReport: (report) => healthView.show(report),
});
const connection = new ChannelConnection({
  onPhase: showPhase,
  onMessage: (data) => messages.message(data),
});
const stateView = new StateView({ onReconnectNow: () => connection.reconnectNow() });
const composer = new Composer({ send });
const token = new TokenField();

let hadConnection = false;

function showPhase(state) {
  stateView.show(state);
  composer.show(state);
  token.show(state);
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
  connection.join(channel, token.value);
}

byId("channel").addEventListener("input", (event) => event.target.setCustomValidity(""));
byId("join").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("channel");
  const channel = field.value.trim();
  field.setCustomValidity(problemWith(channel));
  if (field.reportValidity() && token.isGood()) {
    join(channel);
    byId("text").focus();
  }
});
window.addEventListener("online", () => connection.networkIsBack());

/** Whether everybody may do everything here: the gateway's own word, once. */
async function showWhetherInsecure() {
  try {
    const started = await (await askHealth("started")).json();
    const gateway = started.checks.find((check) => check.name === "gateway");
    byId("insecure").hidden = !gateway?.data?.insecure;
  } catch {
    // The page says already that the gateway does not answer.
  }
}

health.start();
showWhetherInsecure();
join(requestedChannel());
