import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, fresh, receiptOf, send, subscribe, until } from '../support/stomp.js';

const bodies = (received) => received.map((message) => message.body);
const individual = { ack: 'client-individual' };

/** Milliseconds, long before a heartbeat would find out that a client is dead. */
const AT_ONCE = 10_000;

test('work is shared out, and each piece is done once', async (t) => {
  const destination = `/queue/${fresh('work')}`;
  const clients = await Promise.all([1, 2, 3].map(() => connect(t)));
  const all = await Promise.all(
    clients.map((client) => subscribe(client, destination, { ack: 'auto', 'prefetch-count': 5 })));
  const sender = await connect(t);

  for (let i = 0; i < 60; i++) sender.publish({ destination, body: `${i}` });

  await until('all have come', () => all.flat().length === 60);
  assert.equal(new Set(all.flatMap(bodies)).size, 60);
  for (const received of all) assert.ok(received.length > 0);
});

test('a consumer that crashes leaves its work to another at once', async (t) => {
  const destination = `/queue/${fresh('work')}`;
  const first = await connect(t);
  const lost = await subscribe(first, destination, individual);
  const sender = await connect(t);
  await send(sender, { destination, body: 'x' });
  await until('it has come', () => lost.length === 1);
  const second = await connect(t);
  const received = await subscribe(second, destination, individual);

  first.webSocket.terminate();
  const begun = Date.now();

  await until('it comes again', () => received.length === 1);
  assert.ok(Date.now() - begun < AT_ONCE);
  assert.equal(received[0].headers.redelivered, 'true');
  assert.equal(received[0].headers['delivery-count'], '2');
});

test('client mode acknowledges all up to a message, individual mode one', async (t) => {
  for (const [ack, left] of [['client', ['3']], ['client-individual', ['1', '3']]]) {
    const destination = `/queue/${fresh('work')}`;
    const client = await connect(t);
    const received = await subscribe(client, destination, { ack });
    for (const body of ['1', '2', '3']) client.publish({ destination, body });
    await until('all have come', () => received.length === 3);

    const done = receiptOf(client, 'ack');
    received[1].ack({ receipt: 'ack' });
    assert.equal((await done).headers.acknowledged, 'true');
    client.forceDisconnect();

    const rest = await subscribe(await connect(t), destination, individual);
    await until('the rest comes', () => rest.length === left.length);
    assert.deepEqual(bodies(rest), left);
  }
});

test('what is refused comes again, and is a dead letter in the end', async (t) => {
  const destination = `/queue/${fresh('work')}`;
  const client = await connect(t);
  const received = await subscribe(client, destination, individual);
  await send(client, { destination, body: 'poison' });
  for (let i = 1; i <= 5; i++) {
    await until(`delivery ${i}`, () => received.length === i);
    assert.equal(received[i - 1].headers['delivery-count'], `${i}`);
    received[i - 1].nack({ reason: 'cannot' });
  }

  const dead = await subscribe(client, `${destination}.dlq`, { ack: 'auto' });
  await until('it is dead', () => dead.length === 1);
  assert.equal(dead[0].headers['dead-reason'], 'deliveries');
  assert.equal(dead[0].headers['dead-detail'], 'cannot');
});

test('a transaction sends and acknowledges when it commits, and not when it aborts', async (t) => {
  const [from, to] = [fresh('work'), fresh('work')].map((name) => `/queue/${name}`);
  const client = await connect(t);
  const received = await subscribe(client, from, individual);
  const results = await subscribe(client, to, { ack: 'auto' });
  await send(client, { destination: from, body: 'x' });
  await until('it has come', () => received.length === 1);

  const aborted = client.begin();
  client.publish({ destination: to, body: 'no', headers: { transaction: aborted.id } });
  received[0].ack({ transaction: aborted.id });
  aborted.abort();
  const committed = client.begin();
  client.publish({ destination: to, body: 'yes', headers: { transaction: committed.id } });
  received[0].ack({ transaction: committed.id });
  committed.commit();

  await until('the result has come', () => results.length === 1);
  client.forceDisconnect();
  const other = await connect(t);
  await subscribe(other, from, individual).then(async (rest) => {
    await send(other, { destination: from, body: 'next' });
    await until('only the next one comes', () => rest.length === 1);
    assert.deepEqual(bodies(rest), ['next']);
  });
  assert.deepEqual(bodies(results), ['yes']);
});

test('replies come to a temporary queue', async (t) => {
  const destination = `/queue/${fresh('work')}`;
  const service = await connect(t);
  service.subscribe(destination, (message) =>
    service.publish({ destination: message.headers['reply-to'], body: `${message.body}!` }));
  const client = await connect(t);
  const replies = [];
  client.onUnhandledMessage = (message) => replies.push(message);

  client.publish({ destination, body: 'hello', headers: { 'reply-to': '/temp-queue/mine' } });

  await until('the reply has come', () => replies.length === 1);
  assert.equal(replies[0].body, 'hello!');
  assert.equal(replies[0].headers.subscription, '/temp-queue/mine');
});
