// Why the gateway ends a connection, and whether the client comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, next, subscribe, turn, until } from '../support/client.js';
import { connectWire, openWire } from '../support/wire.js';

/** What the client's own socket would have sent, had it been broken. */
function sendBroken(client, frame) {
  client._transport._transport.send(frame);
}

test('a client whose frame cannot be read is closed and stays away', async (t) => {
  const client = await connect(t);
  const states = [];
  client.on('connecting', (event) => states.push(event));
  const gone = next(client, 'disconnected');
  sendBroken(client, '{"id":2,"publish":');
  const { code, reason } = await gone;
  assert.equal(code, 3501);
  assert.equal(reason, 'bad request');
  for (let i = 0; i < 60; i++) {
    await turn(); // longer than its first delays of coming back
  }
  assert.deepEqual(states, []);
  assert.equal(client.state, 'disconnected');
});

test('a binary client whose frame cannot be read is closed and stays away', async (t) => {
  const client = await connect(t, { protobuf: true });
  const gone = next(client, 'disconnected');
  sendBroken(client, new Uint8Array([5, 255, 255, 255, 255, 255]));
  assert.equal((await gone).code, 3501);
});

test('a text frame in a binary conversation is a bad request', async (t) => {
  const client = await connect(t, { protobuf: true });
  const gone = next(client, 'disconnected');
  sendBroken(client, '{}');
  assert.equal((await gone).code, 3501);
});

test('a command before the connect command is a bad request', async (t) => {
  const wire = await openWire(t);
  wire.send('{"id":1,"subscribe":{"channel":"open:1"}}');
  assert.deepEqual(await wire.closing(), { code: 3501, reason: 'bad request' });
});

test('a second connect command is a bad request', async (t) => {
  const wire = await connectWire(t);
  wire.send('{"id":2,"connect":{}}');
  assert.equal((await wire.closing()).code, 3501);
});

test('a command without a channel is a bad request', async (t) => {
  const wire = await connectWire(t);
  wire.send('{"id":2,"subscribe":{}}');
  assert.equal((await wire.closing()).code, 3501);
});

test('commands before a broken one in the same frame are carried out and answered', async (t) => {
  const name = channel('open');
  const witness = await subscribe(await connect(t), name);
  const wire = await connectWire(t);
  wire.send(`{"id":2,"publish":{"channel":"${name}","data":"before"}}\n{"id":3,"nonsense"`);
  assert.equal((await wire.closing()).code, 3501);
  assert.ok(wire.answerTo(2));
  await until('it is heard', () => witness.received.length === 1);
  assert.deepEqual(witness.received, ['before']);
});

test('a message that is too large ends the connection for good', async (t) => {
  const client = await connect(t);
  const gone = next(client, 'disconnected');
  client.publish('open:large', 'x'.repeat(70_000)).catch(() => {});
  const { code, reason } = await gone;
  assert.equal(code, 3); // the client's own code for 1009
  assert.equal(reason, 'message size limit exceeded');
});

test('a client with a token that nobody can verify is refused for good', async (t) => {
  const wire = await openWire(t);
  wire.send('{"id":1,"connect":{"token":"a.b.c"}}');
  assert.equal((await wire.closing()).code, 3500);
});
