// What was published and who is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, numbers, subscribe, until } from '../support/client.js';

/** A channel of some publications, 0 to count - 1, and a subscription to it. */
async function channelOf(t, count) {
  const subscription = await subscribe(await connect(t), channel('chat'));
  for (const i of numbers(count)) {
    await subscription.publish(i);
  }
  return subscription;
}

const dataOf = (page) => page.publications.map((publication) => publication.data);

test('history without a limit is the position alone', async (t) => {
  const page = await (await channelOf(t, 3)).history();
  assert.deepEqual(dataOf(page), []);
  assert.equal(page.offset, 3);
  assert.notEqual(page.epoch, '');
});

test('history comes oldest first, as many as asked for', async (t) => {
  const page = await (await channelOf(t, 5)).history({ limit: 3 });
  assert.deepEqual(dataOf(page), [0, 1, 2]);
  assert.deepEqual(page.publications.map((each) => each.offset), [1, 2, 3]);
  assert.equal(page.offset, 5);
});

test('history comes newest first when reversed', async (t) => {
  const page = await (await channelOf(t, 5)).history({ limit: 2, reverse: true });
  assert.deepEqual(dataOf(page), [4, 3]);
});

test('history goes on from a position, in both directions', async (t) => {
  const subscription = await channelOf(t, 6);
  const { epoch } = await subscription.history();
  const since = { offset: 3, epoch };
  assert.deepEqual(dataOf(await subscription.history({ since, limit: 2 })), [3, 4]);
  assert.deepEqual(dataOf(await subscription.history({ since, limit: -1 })), [3, 4, 5]);
  const back = await subscription.history({ since, limit: 10, reverse: true });
  assert.deepEqual(dataOf(back), [1, 0]);
});

test('history of a position in another epoch is refused', async (t) => {
  const subscription = await channelOf(t, 1);
  const since = { offset: 1, epoch: 'another' };
  await assert.rejects(subscription.history({ since, limit: 1 }), { code: 112 });
});

test('presence knows every client of the channel', async (t) => {
  const name = channel('chat');
  const subscriptions = await Promise.all(
    numbers(5).map(async () => subscribe(await connect(t), name)),
  );
  const { clients } = await subscriptions[0].presence();
  assert.equal(Object.keys(clients).length, 5);
  Object.entries(clients).forEach(([id, info]) => assert.equal(info.client, id));

  const stats = await subscriptions[1].presenceStats();
  assert.deepEqual(stats, { numClients: 5, numUsers: 1 });
});

test('presence forgets who has gone', async (t) => {
  const name = channel('chat');
  const stays = await connect(t);
  const leaves = await connect(t);
  await subscribe(stays, name);
  const subscription = await subscribe(leaves, name);
  assert.equal((await stays.presenceStats(name)).numClients, 2);

  subscription.unsubscribe();
  await leaves.publish(name, 'the unsubscribe command is through');
  assert.equal((await stays.presenceStats(name)).numClients, 1);

  await subscribe(await connect(t), name);
  assert.equal((await stays.presenceStats(name)).numClients, 2);
});

test('presence forgets who has disconnected', async (t) => {
  const name = channel('chat');
  const stays = await subscribe(await connect(t), name, { joinLeave: true });
  const leaves = await connect(t);
  await subscribe(leaves, name);
  leaves.disconnect();
  await until('it has left', () => stays.events.some((event) => event.name === 'leave'));
  assert.equal((await stays.presenceStats()).numClients, 1);
});
