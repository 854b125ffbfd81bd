// What a client may not do, and how it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, newSubscription, next, subscribe } from '../support/client.js';
import { connectWire } from '../support/wire.js';

/** Tries to subscribe and returns why that failed for good. */
async function refusalOf(client, name) {
  const subscription = newSubscription(client, name);
  const refused = next(subscription, 'unsubscribed');
  subscription.subscribe();
  return refused;
}

test('a channel of a namespace that is not configured is unknown', async (t) => {
  const client = await connect(t);
  assert.equal((await refusalOf(client, 'nowhere:1')).code, 102);
  await assert.rejects(client.publish('nowhere:1', 1), { code: 102 });
});

test('what the namespace does not allow is denied', async (t) => {
  const client = await connect(t);
  assert.equal((await refusalOf(client, channel('closed'))).code, 103);
  const subscription = await subscribe(client, channel('readonly'));
  await assert.rejects(subscription.publish(1), { code: 103 });
  await assert.rejects(subscription.history({ limit: 1 }), { code: 103 });
  await assert.rejects(subscription.presence(), { code: 103 });
  await assert.rejects(subscription.presenceStats(), { code: 103 });
});

test('a channel without a namespace is denied unless the default allows it', async (t) => {
  assert.equal((await refusalOf(await connect(t), 'lobby')).code, 103);
});

test('a channel of somebody else is denied', async (t) => {
  assert.equal((await refusalOf(await connect(t), `${channel('open')}#somebody`)).code, 103);
});

test('what the namespace does not keep is not available', async (t) => {
  const client = await connect(t);
  const name = channel('open');
  await assert.rejects(client.history(name, { limit: 1 }), { code: 108 });
  await assert.rejects(client.presence(name), { code: 108 });
  await assert.rejects(client.presenceStats(name), { code: 108 });
});

test('a method that nobody answers is not available', async (t) => {
  await assert.rejects((await connect(t)).rpc('nothing', {}), { code: 108 });
});

test('a name that breaks the rule is a bad request', async (t) => {
  const client = await connect(t);
  assert.equal((await refusalOf(client, 'open:with\ttab')).code, 107);
  await assert.rejects(client.publish('open:with\ttab', 1), { code: 107 });
  await assert.rejects(client.history('open:naïve', { limit: 1 }), { code: 107 });
});

test('a second subscription to a channel is refused and the first one goes on', async (t) => {
  const name = channel('open');
  const wire = await connectWire(t);
  assert.ok((await wire.ask({ id: 2, subscribe: { channel: name } })).subscribe);
  assert.equal((await wire.ask({ id: 3, subscribe: { channel: name } })).error.code, 105);
  await wire.ask({ id: 4, publish: { channel: name, data: 'still here' } });
  assert.deepEqual(wire.pushesTo(name).map((push) => push.pub.data), ['still here']);
});

test('a refused client goes on with its connection', async (t) => {
  const client = await connect(t);
  await refusalOf(client, 'nowhere:1');
  const subscription = await subscribe(client, channel('open'));
  await subscription.publish('fine');
  assert.equal(client.state, 'connected');
});
