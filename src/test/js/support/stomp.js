// The usual client of STOMP, and what tests wait for.
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';

/** Where the gateway listens for STOMP. */
export const address = process.env.HEARTWIRE_URL;

/** How long anything may take on a busy machine. */
const LIMIT = 20_000;

let names = 0;

/** A name that no other test has. */
export const fresh = (prefix) => `${prefix}:${process.pid}-${++names}`;

/** A client that is connected and ends with the test; what goes wrong is in `errors` and `closes`. */
export async function connect(t, options = {}) {
  const client = new Client({
    webSocketFactory: () => new WebSocket(address, ['v12.stomp', 'v11.stomp', 'v10.stomp']),
    reconnectDelay: 0,
    heartbeatIncoming: 0,
    heartbeatOutgoing: 0,
    ...options,
  });
  client.errors = [];
  client.closes = [];
  client.connections = [];
  client.onStompError = (frame) => client.errors.push(frame);
  client.onWebSocketClose = (event) => client.closes.push(event.code);
  client.onConnect = (frame) => client.connections.push(frame);
  t.after(() => client.deactivate({ force: true }));
  client.activate();
  await until('it is connected', () => client.connections.length > 0 || client.closes.length > 0);
  return client;
}

/** Subscribes, and waits for the receipt, which is in `receipt`; messages are in the list. */
export async function subscribe(client, destination, headers = {}) {
  const received = [];
  const id = `s-${++names}`;
  const receipt = receiptOf(client, id);
  received.subscription = client.subscribe(destination, (message) => received.push(message), {
    ...headers,
    receipt: id,
  });
  received.receipt = await receipt;
  return received;
}

/** Sends, and waits for the receipt. */
export async function send(client, message) {
  const id = `p-${++names}`;
  const receipt = receiptOf(client, id);
  client.publish({ ...message, headers: { ...message.headers, receipt: id } });
  return receipt;
}

export function receiptOf(client, id) {
  return within(`receipt ${id}`, (done) => client.watchForReceipt(id, done));
}

export async function until(what, condition) {
  const end = Date.now() + LIMIT;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function within(what, begin) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not in time: ${what}`)), LIMIT);
    begin((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}
