// The gateway of these tests pings every second and waits two seconds for an answer.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { channel, connect, next, subscribe, until } from '../support/client.js';
import { connectWire, openWire } from '../support/wire.js';

// They wait for the gateway most of the time, and not for each other.
describe('heartbeat', { concurrency: true }, () => {
  test('the gateway says how often it pings and that it wants an answer', async (t) => {
    const wire = await openWire(t);
    const { connect: reply } = await wire.ask({ id: 1, connect: {} });
    assert.equal(reply.ping, 1);
    assert.equal(reply.pong, true);
  });

  for (const protobuf of [false, true]) {
    test(`an idle client stays for many pings (${protobuf ? 'Protobuf' : 'JSON'})`, async (t) => {
      // Without a ping within 5 s, of the eight, this client would go.
      const client = await connect(t, { protobuf, maxServerPingDelay: 4000 });
      const states = [];
      client.on('state', (event) => states.push(event.newState));
      const subscription = await subscribe(client, channel('open'));
      const witness = await connectWire(t);
      const keep = setInterval(() => witness.send('{}'), 200);
      t.after(() => clearInterval(keep));

      await until('eight pings', () => witness.pings >= 8);
      assert.deepEqual(states, []);
      await subscription.publish(protobuf ? new Uint8Array([1]) : 1);
      await until('it still hears', () => subscription.received.length === 1);
    });
  }

  test('a client that does not answer is told so and closed', async (t) => {
    const wire = await connectWire(t);
    const { code, reason } = await wire.closing();
    assert.equal(code, 3012);
    assert.equal(reason, 'no pong');
    assert.ok(wire.pings > 0);
  });

  test('a client that was closed for not answering comes back', async (t) => {
    const client = await connect(t);
    const subscription = await subscribe(client, channel('open'));
    // Loses its answers as a half-dead network would; what the server says still arrives.
    client._transport.send = () => {};
    const { code } = await next(client, 'connecting');
    assert.equal(code, 3012);
    await next(subscription, 'subscribed');
    await subscription.publish('back');
  });

  test('a client that hears no ping leaves and comes back by itself', async (t) => {
    const client = await connect(t, { maxServerPingDelay: 100 });
    client._transport._transport.removeAllListeners?.('message');
    client._transport._transport.onmessage = () => {};
    const { code } = await next(client, 'connecting');
    assert.equal(code, 2);
    await next(client, 'connected');
  });
});
