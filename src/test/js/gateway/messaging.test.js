// What one client publishes, the others receive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  channel, connect, next, numbers, newSubscription, subscribe, until,
} from '../support/client.js';

for (const protobuf of [false, true]) {
  const encoding = protobuf ? 'Protobuf' : 'JSON';
  const data = (value) => (protobuf ? new TextEncoder().encode(JSON.stringify(value)) : value);
  const value = (received) =>
    protobuf ? JSON.parse(new TextDecoder().decode(received)) : received;

  test(`a publication reaches everybody in the channel, its author too (${encoding})`, async (t) => {
    const name = channel('chat');
    const [ann, bob] = [await connect(t, { protobuf }), await connect(t, { protobuf })];
    const [toAnn, toBob] = [await subscribe(ann, name), await subscribe(bob, name)];
    const arrives = next(toBob, 'publication');
    await toAnn.publish(data({ text: 'héllo ✓ 😀' }));

    const publication = await arrives;
    assert.deepEqual(value(publication.data), { text: 'héllo ✓ 😀' });
    assert.equal(publication.offset, 1);
    await until('the author has it', () => toAnn.received.length === 1);
  });

  test(`a publication says which client is its author (${encoding})`, async (t) => {
    const name = channel('chat');
    const ann = await connect(t, { protobuf });
    const subscription = await subscribe(ann, name);
    const arrives = next(subscription, 'publication');
    const { clients } = await subscription.presence();
    await ann.publish(name, data('mine'));
    assert.deepEqual(Object.keys(clients), [(await arrives).info.client]);
  });

  test(`all subscribers receive everything in one order (${encoding})`, async (t) => {
    const name = channel('open');
    const clients = await Promise.all(numbers(10).map(() => connect(t, { protobuf })));
    const subscriptions = await Promise.all(clients.map((one) => subscribe(one, name)));
    const perAuthor = numbers(200);
    await Promise.all(
      numbers(2).flatMap((author) =>
        perAuthor.map((i) => subscriptions[author].publish(data([author, i])))),
    );
    const all = 2 * perAuthor.length;
    await until('all is there', () => subscriptions.every((one) => one.received.length === all));

    const order = subscriptions[0].received.map(value);
    subscriptions.forEach((one) => assert.deepEqual(one.received.map(value), order));
    for (const author of numbers(2)) {
      const own = order.filter((each) => each[0] === author).map((each) => each[1]);
      assert.deepEqual(own, perAuthor);
    }
  });

  test(`a client may publish without being subscribed (${encoding})`, async (t) => {
    const name = channel('open');
    const [ann, bob] = [await connect(t, { protobuf }), await connect(t, { protobuf })];
    const subscription = await subscribe(bob, name);
    await ann.publish(name, data('from outside'));
    await until('it is there', () => subscription.received.length === 1);
    assert.equal(value(subscription.received[0]), 'from outside');
  });
}

test('clients of both encodings hear each other', async (t) => {
  const name = channel('open');
  const json = await subscribe(await connect(t), name);
  const protobuf = await subscribe(await connect(t, { protobuf: true }), name);
  await json.publish({ from: 'json' });
  await until('both have it', () => json.received.length + protobuf.received.length === 2);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(protobuf.received[0])), { from: 'json' });
  await protobuf.publish(new TextEncoder().encode('{"from":"protobuf"}'));
  await until('both have it', () => json.received.length + protobuf.received.length === 4);
  assert.deepEqual(json.received, [{ from: 'json' }, { from: 'protobuf' }]);
});

test('who has unsubscribed hears nothing more, and may come back', async (t) => {
  const name = channel('open');
  const client = await connect(t);
  const [subscription, witness] = [
    await subscribe(client, name),
    await subscribe(await connect(t), name),
  ];
  subscription.unsubscribe();
  await client.publish(name, 'missed');
  await until('the other has it', () => witness.received.length === 1);
  const again = next(subscription, 'subscribed');
  subscription.subscribe();
  await again;
  await client.publish(name, 'heard');
  await until('it is there', () => subscription.received.length > 0);
  assert.deepEqual(subscription.received, ['heard']);
});

test('a message to the server alone needs no answer and harms nobody', async (t) => {
  const client = await connect(t);
  await client.send({ to: 'the server' });
  const subscription = await subscribe(client, channel('open'));
  assert.equal(subscription.state, 'subscribed');
});

test('subscribers are told who comes and who goes', async (t) => {
  const name = channel('chat');
  const ann = await subscribe(await connect(t), name, { joinLeave: true });
  const bob = await connect(t);
  const joins = () => ann.events.filter((event) => event.name === 'join');
  await until('ann is told of herself', () => joins().length === 1);
  const subscription = await subscribe(bob, name);
  await until('bob is told of', () => joins().length === 2);
  const { clients } = await ann.presence();
  assert.deepEqual(joins().map((event) => event.info.client).sort(), Object.keys(clients).sort());

  const leaves = () => ann.events.filter((event) => event.name === 'leave');
  subscription.unsubscribe();
  await until('bob has unsubscribed', () => leaves().length === 1);
  const carol = await connect(t);
  await subscribe(carol, name);
  carol.disconnect();
  await until('carol has gone', () => leaves().length === 2);
});

test('who does not ask for it is not told who comes and goes', async (t) => {
  const name = channel('chat');
  const ann = newSubscription(await connect(t), name);
  ann.subscribe();
  await next(ann, 'subscribed');
  const bob = await subscribe(await connect(t), name, { joinLeave: true });
  await until('bob is told of himself', () => bob.events.some((event) => event.name === 'join'));
  await bob.publish('behind the join');
  await until('ann hears it', () => ann.received.length === 1);
  assert.ok(ann.events.every((event) => event.name !== 'join'));
});
