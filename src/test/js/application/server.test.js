// What an application does to its clients.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, newClient, newSubscription, next, turn, until } from '../support/client.js';

test('the server says who the client is and subscribes it', async (t) => {
  const name = channel('news');
  const client = newClient(t, { data: { user: 'ann', channel: name } });
  const subscribed = [];
  client.on('subscribed', (event) => subscribed.push(event.channel));
  const connected = next(client, 'connected');
  client.connect();
  assert.deepEqual((await connected).data, { welcome: true });
  await until('both are told of', () => subscribed.length === 2);
  assert.deepEqual(subscribed.sort(), [name, 'own:#ann'].sort());
  const arrives = next(client, 'publication');
  await client.publish(name, 'to all');
  assert.equal((await arrives).channel, name);
});

test('methods answer, refuse, fail, or take too long', async (t) => {
  const client = await connect(t);
  assert.deepEqual((await client.rpc('echo', { a: [1] })).data, { a: [1] });
  await assert.rejects(client.rpc('refuse', {}), { code: 1000, message: 'closed on Sundays' });
  await assert.rejects(client.rpc('fail', {}), { code: 100, temporary: true });
  await assert.rejects(client.rpc('never', {}), { code: 100, temporary: true });
});

test('a client that is cut off with 3000, which is never sent, comes back', async (t) => {
  const client = await connect(t, { data: { user: 'bob' } });
  const again = next(client, 'connected');
  const connecting = next(client, 'connecting');
  client.rpc('close-me', { code: 3000, reason: 'move on' }).catch(() => {});
  assert.deepEqual(await connecting, { code: 1, reason: 'transport closed' });
  await again;
});

for (const code of [3001, 3011, 3499, 4000, 4499]) {
  test(`a client comes back after ${code}`, async (t) => {
    const client = await connect(t, { data: { user: 'bob' } });
    const again = next(client, 'connected');
    const connecting = next(client, 'connecting');
    client.rpc('close-me', { code, reason: 'move on' }).catch(() => {});
    assert.deepEqual(await connecting, { code, reason: 'move on' });
    await again;
  });
}

for (const reason of ['never again', '']) {
  for (const code of [3500, 3503, 3999, 4500, 4999]) {
    test(`a client stays away after ${code} with the reason '${reason}'`, async (t) => {
      const client = await connect(t, { data: { user: 'carol' } });
      const attempts = [];
      client.on('connecting', (event) => attempts.push(event));
      const gone = next(client, 'disconnected');
      client.rpc('close-me', { code, reason }).catch(() => {});
      assert.equal((await gone).code, code);
      for (let i = 0; i < 60; i++) {
        await turn(); // longer than its first delays of coming back
      }
      assert.deepEqual(attempts, []);
    });
  }
}

test('a subscription that missed a publication subscribes again and recovers it', async (t) => {
  const client = await connect(t);
  const subscription = newSubscription(client, channel('news'), { recoverable: true });
  subscription.subscribe();
  await next(subscription, 'subscribed');
  for (const text of ['first', 'second will be lost', 'third']) {
    await subscription.publish(text);
  }
  await until('all is there', () => subscription.received.length === 3);
  assert.deepEqual(subscription.received, ['first', 'second will be lost', 'third']);
  assert.ok(subscription.events.some((event) => event.code === 2500));
  assert.equal(subscription.events.at(-1).recovered, true);
});
