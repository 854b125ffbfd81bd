// Many of everything, and all of it fast.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  channel, connect, newClient, newSubscription, next, numbers, subscribe, turn, until,
} from '../support/client.js';
import { openProxy } from '../support/proxy.js';
import { connectWire } from '../support/wire.js';

test('a hundred clients live in one process', async (t) => {
  const name = channel('open');
  const clients = await Promise.all(numbers(100).map(() => connect(t)));
  const subscriptions = await Promise.all(clients.map((client) => subscribe(client, name)));
  await subscriptions[42].publish('to all');
  await until('all have it', () => subscriptions.every((one) => one.received.length === 1));
});

test('four hundred subscriptions are asked for in one batch', async (t) => {
  const client = await connect(t);
  const subscriptions = numbers(400).map(() => newSubscription(client, channel('open')));
  client.startBatching();
  subscriptions.forEach((subscription) => subscription.subscribe());
  client.stopBatching();
  await until('all are there', () => subscriptions.every((one) => one.state === 'subscribed'));

  client.startBatching();
  const published = subscriptions.map((subscription, i) => subscription.publish(i));
  client.stopBatching();
  await Promise.all(published);
  await until('each has its own', () => subscriptions.every((one) => one.received.length === 1));
  subscriptions.forEach((subscription, i) => assert.deepEqual(subscription.received, [i]));
});

for (const protobuf of [false, true]) {
  test(`who has all the subscriptions it may, with long names, comes back with all of them (${
    protobuf ? 'Protobuf' : 'JSON'})`, async (t) => {
    const proxy = await openProxy(t);
    const client = await connect(t, { url: proxy.url, protobuf });
    const subscriptions = numbers(1024).map(() =>
      newSubscription(client, channel('chat').padEnd(255, '-'), { recoverable: true }));
    subscriptions.forEach((subscription) => subscription.subscribe());
    const all = () => subscriptions.every((one) => one.state === 'subscribed');
    await until('all are there', all);

    const gone = next(client, 'connecting');
    proxy.cut();
    await gone;
    const lost = [];
    client.on('disconnected', (event) => lost.push(event));
    await next(client, 'connected');
    await until('all are there again', all);
    assert.deepEqual(lost, []);
    assert.ok(subscriptions.every((one) => one.events.at(-1).recovered));
  });
}

test('a thousand commands in one frame are answered in order', async (t) => {
  const wire = await connectWire(t);
  const ids = numbers(1000, 2);
  wire.send(ids.map((id) => JSON.stringify({ id, ping: {} })).join('\n'));
  await until('the last answer', () => wire.answerTo(ids[ids.length - 1]));
  assert.deepEqual(wire.messages.slice(1).map((message) => message.id), ids);
});

test('connecting and disconnecting in a loop ends where it should', async (t) => {
  const client = newClient(t);
  const subscription = newSubscription(client, channel('open'));
  subscription.subscribe();
  for (const i of numbers(40)) {
    client.connect();
    if (i % 4 === 1) {
      await next(client, 'connected');
    } else if (i % 4 === 2) {
      await turn(); // under way, not there yet
    } else if (i % 4 === 3) {
      await next(subscription, 'subscribed');
    }
    client.disconnect();
  }
  client.connect();
  await next(subscription, 'subscribed');
  await subscription.publish('after all');
  await until('it is heard once', () => subscription.received.length === 1);
});

test('subscribing and unsubscribing in a loop ends where it should', async (t) => {
  const name = channel('chat');
  const client = await connect(t);
  const subscription = newSubscription(client, name);
  for (const i of numbers(100)) {
    subscription.subscribe();
    if (i % 3 === 1) {
      await next(subscription, 'subscribed');
    } else if (i % 3 === 2) {
      await turn(); // the answer may or may not be there
    }
    subscription.unsubscribe();
  }
  subscription.subscribe();
  await next(subscription, 'subscribed');
  await subscription.publish('after all');
  await until('it is heard', () => subscription.received.length > 0);
  assert.deepEqual(subscription.received, ['after all']);
  assert.equal((await subscription.presenceStats()).numClients, 1);
});

test('unsubscribing right behind the subscribe command leaves nobody behind', async (t) => {
  const name = channel('chat');
  const wire = await connectWire(t);
  const commands = numbers(50).flatMap((i) => [
    JSON.stringify({ id: 2 + 2 * i, subscribe: { channel: name } }),
    JSON.stringify({ id: 3 + 2 * i, unsubscribe: { channel: name } }),
  ]);
  wire.send(commands.join('\n'));
  await until('the last answer', () => wire.answerTo(101));
  assert.ok(wire.messages.every((message) => !message.error));
  const { presence_stats: stats } = await wire.ask({ id: 200, presence_stats: { channel: name } });
  assert.equal(stats.num_clients ?? 0, 0);
});
