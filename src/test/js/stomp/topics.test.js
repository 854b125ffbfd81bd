import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';
import { address, connect, fresh, send, subscribe, until } from '../support/stomp.js';

const bodies = (received) => received.map((message) => message.body);

test('the latest version is spoken', async (t) => {
  const client = await connect(t);
  assert.equal(client.webSocket.protocol, 'v12.stomp');
  assert.equal(client.connections[0].headers.version, '1.2');
});

test('text, headers and bytes pass unchanged', async (t) => {
  const client = await connect(t);
  const destination = `/topic/${fresh('open')}`;
  const received = await subscribe(client, destination);
  const other = await subscribe(client, `/topic/${fresh('open')}`);
  const odd = 'a:b\\d\ne\rf'; // no c or n after the backslash: the client gets those wrong

  client.publish({ destination, headers: { odd }, body: 'grün €😀' });
  client.publish({ destination, binaryBody: new Uint8Array([0, 1, 0, 255]) });

  await until('both have come', () => received.length === 2);
  assert.equal(received[0].body, 'grün €😀');
  assert.equal(received[0].headers.odd, odd);
  assert.deepEqual([...received[1].binaryBody], [0, 1, 0, 255]);
  assert.equal(other.length, 0);
});

for (const forceBinaryWSFrames of [false, true]) {
  test(`a large message comes in parts (binary: ${forceBinaryWSFrames})`, async (t) => {
    const client = await connect(t, {
      splitLargeFrames: true,
      maxWebSocketChunkSize: 8 * 1024,
      forceBinaryWSFrames,
    });
    const destination = `/topic/${fresh('open')}`;
    const received = await subscribe(client, destination);
    const body = 'é'.repeat((1023 * 1024) / 2);

    client.publish({ destination, body, headers: { 'content-type': 'text/plain' } });

    await until('it has come', () => received.length === 1);
    assert.ok(received[0].body === body);
  });
}

test('raw, Centrifuge and STOMP clients hear each other', async (t) => {
  const channel = fresh('open');
  const root = address.replace('/stomp', '');
  const stomp = await connect(t);
  const byStomp = await subscribe(stomp, `/topic/${channel}`);
  const byRaw = [];
  const raw = new WebSocket(`${root}/ws/${channel}`);
  t.after(() => raw.terminate());
  raw.on('message', (data) => byRaw.push(JSON.parse(data.toString()).from));
  await new Promise((resolve) => raw.on('open', resolve));
  const centrifuge = new Centrifuge(`${root}/connection/websocket`, { websocket: WebSocket });
  t.after(() => centrifuge.disconnect());
  const byCentrifuge = [];
  const subscription = centrifuge.newSubscription(channel);
  subscription.on('publication', ({ data }) => byCentrifuge.push(data.from));
  const subscribed = new Promise((resolve) => subscription.on('subscribed', resolve));
  subscription.subscribe();
  centrifuge.connect();
  await subscribed;

  await send(stomp, { destination: `/topic/${channel}`, body: '{"from":"stomp"}' });
  await subscription.publish({ from: 'centrifuge' });
  raw.send('{"from":"raw"}');

  const all = ['stomp', 'centrifuge', 'raw'];
  await until('all have heard all', () =>
    [byStomp, byRaw, byCentrifuge].every((one) => one.length === 3));
  assert.deepEqual(byStomp.map((message) => JSON.parse(message.body).from), all);
  assert.deepEqual(byRaw, all);
  assert.deepEqual(byCentrifuge, all);
});

test('a client that comes back gets what it missed', async (t) => {
  const destination = `/topic/${fresh('feed')}`;
  const publisher = await connect(t);
  const client = await connect(t, { reconnectDelay: 50 });
  const before = await subscribe(client, destination);
  await send(publisher, { destination, body: 'one' });
  await until('the first has come', () => before.length === 1);
  const { offset, epoch } = before[0].headers;

  client.forceDisconnect();
  await send(publisher, { destination, body: 'two' });
  await until('it is back', () => client.connections.length === 2);
  const after = await subscribe(client, destination, { offset, epoch });
  await send(publisher, { destination, body: 'three' });

  assert.equal(after.receipt.headers.recovered, 'true');
  await until('the rest has come', () => after.length === 2);
  assert.deepEqual(bodies(after), ['two', 'three']);
});

test('what is forbidden is an error with a reason, and the end', async (t) => {
  const client = await connect(t);
  client.publish({ destination: `/topic/${fresh('closed')}`, body: 'x', headers: { receipt: 'r' } });

  await until('it is closed', () => client.closes.length > 0);
  assert.equal(client.errors[0].headers.message, 'permission denied');
  assert.equal(client.errors[0].headers['receipt-id'], 'r');
  assert.deepEqual(client.closes, [3507]);
});

test('heart-beats keep a silent connection', async (t) => {
  const client = await connect(t, { heartbeatIncoming: 2000, heartbeatOutgoing: 2000 });
  let beats = 0;
  client.webSocket.addEventListener('message', ({ data }) => (beats += data === '\n' ? 1 : 0));
  await until('three heart-beats', () => beats >= 3);
  assert.deepEqual(client.closes, []);
  assert.ok(client.connected);
});

test('an orderly end is answered', async (t) => {
  const client = await connect(t);
  await client.deactivate();
  assert.deepEqual(client.closes, [1000]);
});
