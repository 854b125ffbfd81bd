// The official client in both of its encodings, and what tests wait for.
import { Centrifuge as JsonClient } from 'centrifuge';
import { Centrifuge as ProtobufClient } from 'centrifuge/build/protobuf';
import WebSocket from 'ws';

/** Where the gateway listens for clients. */
export const address = process.env.HEARTWIRE_URL;

/** How long anything may take on a busy machine. */
const LIMIT = 20_000;

/** A client that is not connected yet and ends with the test. */
export function newClient(t, options = {}) {
  const { url = address, protobuf = false, ...others } = options;
  const Client = protobuf ? ProtobufClient : JsonClient;
  const client = new Client(url, {
    websocket: WebSocket,
    timeout: LIMIT,
    minReconnectDelay: 20,
    maxReconnectDelay: 200,
    ...others,
  });
  t.after(() => client.disconnect());
  return client;
}

/** A client that takes part. */
export async function connect(t, options) {
  const client = newClient(t, options);
  const connected = next(client, 'connected');
  client.connect();
  await connected;
  return client;
}

/** A subscription that notes all that happens to it, not begun yet. */
export function newSubscription(client, channel, options = {}) {
  const subscription = client.newSubscription(channel, {
    minResubscribeDelay: 20,
    maxResubscribeDelay: 200,
    ...options,
  });
  subscription.received = [];
  subscription.events = [];
  subscription.on('publication', (event) => subscription.received.push(event.data));
  for (const name of ['subscribing', 'subscribed', 'unsubscribed', 'error', 'join', 'leave']) {
    subscription.on(name, (event) => subscription.events.push({ name, ...event }));
  }
  return subscription;
}

/** An established subscription; what the server said of it is in `established`. */
export async function subscribe(client, channel, options) {
  const subscription = newSubscription(client, channel, options);
  const subscribed = next(subscription, 'subscribed');
  subscription.subscribe();
  subscription.established = await subscribed;
  return subscription;
}

/** The next event of this name that fits. */
export function next(emitter, name, fits = () => true) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => finish(reject, new Error(`no '${name}' in time`)), LIMIT);
    const heard = (event) => fits(event) && finish(resolve, event);
    function finish(settle, value) {
      clearTimeout(late);
      emitter.off(name, heard);
      settle(value);
    }
    emitter.on(name, heard);
  });
}

/** Waits until something is so. */
export async function until(what, isSo) {
  const end = Date.now() + LIMIT;
  while (!isSo()) {
    if (Date.now() > end) {
      throw new Error(`not in time: ${what}`);
    }
    await turn();
  }
}

/** Lets everything else have its turn. */
export function turn() {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

/** The numbers below this one. */
export function numbers(count, from = 0) {
  return Array.from({ length: count }, (_, i) => i + from);
}

let names = 0;

/** A channel of this namespace that no other test uses. */
export function channel(namespace) {
  names += 1;
  return `${namespace}:${process.pid}-${names}`;
}
