// What a client missed while its network was away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, next, numbers, subscribe, until } from '../support/client.js';
import { connectWire } from '../support/wire.js';
import { openProxy } from '../support/proxy.js';

for (const protobuf of [false, true]) {
  const encoding = protobuf ? 'Protobuf' : 'JSON';
  const data = (value) => (protobuf ? new TextEncoder().encode(JSON.stringify(value)) : value);
  const value = (received) =>
    protobuf ? JSON.parse(new TextDecoder().decode(received)) : received;

  test(`nothing is lost or doubled when the network fails now and then (${encoding})`, async (t) => {
    const name = channel('chat');
    const proxy = await openProxy(t);
    const reader = await connect(t, { url: proxy.url, protobuf });
    const subscription = await subscribe(reader, name, { recoverable: true });
    const writer = await connect(t, { protobuf });

    const all = numbers(600);
    for (const i of all) {
      await writer.publish(name, data(i));
      if (i % 100 === 50) {
        proxy.cut();
      }
    }
    await until('the last one', () => subscription.received.length >= all.length);
    assert.deepEqual(subscription.received.map(value), all);
    const returns = subscription.events.filter((event) => event.name === 'subscribed').slice(1);
    assert.ok(returns.length > 0);
    returns.forEach((event) => {
      assert.equal(event.wasRecovering, true);
      assert.equal(event.recovered, true);
    });
  });
}

// A recoverable subscription whose network the test can take away, and somebody who publishes.
async function behindProxy(t, namespace) {
  const name = channel(namespace);
  const proxy = await openProxy(t);
  const reader = await connect(t, { url: proxy.url });
  const subscription = await subscribe(reader, name, { recoverable: true });
  const writer = await connect(t);
  return { name, proxy, subscription, writer };
}

// Publishes so many while the network of the subscription is away.
async function missPublications(count, { name, proxy, subscription, writer }) {
  proxy.down();
  await next(subscription, 'subscribing');
  for (const i of numbers(count)) {
    await writer.publish(name, i);
  }
  proxy.up();
}

test('a client that was away for long gets all of it at its return', async (t) => {
  const line = await behindProxy(t, 'chat');
  const { name, subscription, writer } = line;
  await writer.publish(name, 'before');
  await until('it is heard', () => subscription.received.length === 1);
  await missPublications(100, line);
  const returned = await next(subscription, 'subscribed');
  assert.equal(returned.recovered, true);
  assert.equal(returned.hasRecoveredPublications, true);
  await until('all is heard', () => subscription.received.length === 101);
  assert.deepEqual(subscription.received, ['before', ...numbers(100)]);
});

test('a client that missed more than the history holds is told so', async (t) => {
  const line = await behindProxy(t, 'short');
  const { name, subscription, writer } = line;
  await missPublications(4, line);
  const returned = await next(subscription, 'subscribed');
  assert.equal(returned.wasRecovering, true);
  assert.equal(returned.recovered, false);
  assert.equal(returned.hasRecoveredPublications, false);
  assert.equal(returned.streamPosition.offset, 4);

  await writer.publish(name, 'from now on');
  await until('it is heard', () => subscription.received.length > 0);
  assert.deepEqual(subscription.received, ['from now on']);
});

test('as many as the history holds are recovered', async (t) => {
  const line = await behindProxy(t, 'short');
  const { subscription } = line;
  await missPublications(3, line);
  assert.equal((await next(subscription, 'subscribed')).recovered, true);
  await until('all is heard', () => subscription.received.length === 3);
  assert.deepEqual(subscription.received, numbers(3));
});

test('a subscription may begin at a position of the past', async (t) => {
  const name = channel('chat');
  const writer = await connect(t);
  for (const i of numbers(5)) {
    await writer.publish(name, i);
  }
  const { epoch } = await writer.history(name);
  const subscription = await subscribe(await connect(t), name, { since: { offset: 2, epoch } });
  assert.equal(subscription.established.recovered, true);
  await until('all is heard', () => subscription.received.length === 3);
  assert.deepEqual(subscription.received, [2, 3, 4]);
});

test('flags and position are what was asked for and what there is', async (t) => {
  const client = await connect(t);
  const told = async (namespace, options) => {
    const subscription = await subscribe(client, channel(namespace), options);
    const { recoverable, positioned, streamPosition } = subscription.established;
    return { recoverable, positioned, offset: streamPosition?.offset };
  };
  const none = { recoverable: false, positioned: false, offset: undefined };
  const both = { recoverable: true, positioned: true, offset: 0 };
  assert.deepEqual(await told('chat'), none);
  assert.deepEqual(await told('chat', { recoverable: true }), both);
  assert.deepEqual(await told('chat', { positioned: true }), { ...both, recoverable: false });
  assert.deepEqual(await told('forced'), both);
  assert.deepEqual(await told('open', { recoverable: true, positioned: true }), none);
});

test('publications of the recovered subscription follow the reply on the wire', async (t) => {
  const name = channel('chat');
  const writer = await connect(t);
  await writer.publish(name, 'missed');
  const { epoch } = await writer.history(name);
  const wire = await connectWire(t);
  const { subscribe: reply } = await wire.ask({
    id: 2,
    subscribe: { channel: name, recover: true, epoch, offset: 0 },
  });
  assert.deepEqual(reply.publications.map((publication) => publication.data), ['missed']);
  await writer.publish(name, 'next');
  await until('it is heard', () => wire.pushesTo(name).length === 1);
  assert.equal(wire.pushesTo(name)[0].pub.offset, 2);
});
