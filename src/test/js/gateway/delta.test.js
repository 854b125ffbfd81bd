// Differences on the wire, whole publications at the receiver.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, next, numbers, subscribe, until } from '../support/client.js';
import { connectWire } from '../support/wire.js';
import { openProxy } from '../support/proxy.js';

const table = (i) => ({
  home: 'Hungary ✓',
  away: 'Österreich 😀',
  score: [i, i % 7],
  events: numbers(30).map((n) => ({ minute: n, player: `player ${n}`, quote: '"\\n' })),
});

for (const protobuf of [false, true]) {
  const encoding = protobuf ? 'Protobuf' : 'JSON';
  const data = (value) => (protobuf ? new TextEncoder().encode(JSON.stringify(value)) : value);
  const value = (received) =>
    protobuf ? JSON.parse(new TextDecoder().decode(received)) : received;

  test(`the receiver has what was published, though differences were sent (${encoding})`, async (t) => {
    const name = channel('news');
    const writer = await connect(t, { protobuf });
    await writer.publish(name, data(table(0)));
    const client = await connect(t, { protobuf });
    const subscription = await subscribe(client, name, { delta: 'fossil' });
    for (const i of numbers(20, 1)) {
      await writer.publish(name, data(table(i)));
    }
    await until('all is there', () => subscription.received.length === 20);
    assert.deepEqual(subscription.received.map(value), numbers(20, 1).map(table));
    const stats = subscription.deltaStats();
    assert.equal(stats.numFullPayloads, 1);
    assert.equal(stats.numDeltaPayloads, 19);
    assert.ok(stats.bytesReceived < stats.bytesDecoded / 4);
  });

  test(`differences go on behind a recovery (${encoding})`, async (t) => {
    const name = channel('news');
    const proxy = await openProxy(t);
    const writer = await connect(t, { protobuf });
    const client = await connect(t, { url: proxy.url, protobuf });
    const subscription = await subscribe(client, name, { delta: 'fossil', recoverable: true });
    await writer.publish(name, data(table(0)));
    await until('the first', () => subscription.received.length === 1);
    proxy.down();
    await next(subscription, 'subscribing');
    for (const i of numbers(5, 1)) {
      await writer.publish(name, data(table(i)));
    }
    proxy.up();
    assert.equal((await next(subscription, 'subscribed')).recovered, true);
    for (const i of numbers(5, 6)) {
      await writer.publish(name, data(table(i)));
    }
    await until('all is there', () => subscription.received.length === 11);
    assert.deepEqual(subscription.received.map(value), numbers(11).map(table));
  });
}

test('differences are on the wire for those who asked, and for nobody else', async (t) => {
  const name = channel('news');
  const asks = await connectWire(t);
  const { subscribe: reply } = await asks.ask({
    id: 2,
    subscribe: { channel: name, delta: 'fossil' },
  });
  assert.equal(reply.delta, true);
  const plain = await connectWire(t);
  await plain.ask({ id: 2, subscribe: { channel: name } });
  const writer = await connect(t);
  await writer.publish(name, table(1));
  await writer.publish(name, table(2));
  await until('both have both', () => asks.pushesTo(name).length + plain.pushesTo(name).length === 4);
  const [full, difference] = asks.pushesTo(name).map((push) => push.pub);
  assert.ok(!full.delta);
  assert.deepEqual(JSON.parse(full.data), table(1));
  assert.equal(difference.delta, true);
  assert.ok(difference.data.length < 100);
  assert.deepEqual(plain.pushesTo(name).map((push) => push.pub.data), [table(1), table(2)]);
});

test('a publication that has little in common with the one before is sent whole', async (t) => {
  const name = channel('news');
  const subscription = await subscribe(await connect(t), name, { delta: 'fossil' });
  const random = () => Array.from({ length: 40 }, () => Math.random().toString(36)).join();
  const texts = [random(), random(), 'short', { n: 1 }, null, [1, 2, 3]];
  for (const text of texts) {
    await subscription.publish(text);
  }
  await until('all is there', () => subscription.received.length === texts.length);
  assert.deepEqual(subscription.received, texts);
});

test('there are no differences where the namespace has none', async (t) => {
  const name = channel('open');
  const subscription = await subscribe(await connect(t), name, { delta: 'fossil' });
  await subscription.publish(table(1));
  await subscription.publish(table(1));
  await until('both are there', () => subscription.received.length === 2);
  assert.deepEqual(subscription.received, [table(1), table(1)]);
  assert.equal(subscription.deltaStats().numDeltaPayloads, 0);
});
