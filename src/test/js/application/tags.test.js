// Publications for those only who want them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channel, connect, next, subscribe, until } from '../support/client.js';
import { openProxy } from '../support/proxy.js';

for (const protobuf of [false, true]) {
  const encoding = protobuf ? 'Protobuf' : 'JSON';
  const value = (received) =>
    protobuf ? JSON.parse(new TextDecoder().decode(received)) : received;
  const kinds = (subscription) => subscription.received.map((each) => value(each).kind);

  test(`a filter lets through what has the tag (${encoding})`, async (t) => {
    const name = channel('news');
    const writer = await connect(t);
    const client = await connect(t, { protobuf });
    const sports = await subscribe(client, name, {
      tagsFilter: { key: 'kind', cmp: 'eq', val: 'sports' },
    });
    const rest = await subscribe(await connect(t, { protobuf }), name, {
      tagsFilter: {
        op: 'not',
        nodes: [{ key: 'kind', cmp: 'in', vals: ['sports', 'weather'] }],
      },
    });
    for (const kind of ['sports', 'weather', 'markets', 'sports', 'markets']) {
      await writer.rpc('publish-tagged', { channel: name, kind });
    }
    await until('each has its own', () => sports.received.length + rest.received.length === 4);
    assert.deepEqual(kinds(sports), ['sports', 'sports']);
    assert.deepEqual(kinds(rest), ['markets', 'markets']);
  });

  test(`a filtered subscription recovers what it wants (${encoding})`, async (t) => {
    const name = channel('news');
    const proxy = await openProxy(t);
    const writer = await connect(t);
    const client = await connect(t, { url: proxy.url, protobuf });
    const sports = await subscribe(client, name, {
      recoverable: true,
      tagsFilter: { key: 'kind', cmp: 'sw', val: 'sport' },
    });
    const publish = (kind) => writer.rpc('publish-tagged', { channel: name, kind });
    await publish('weather');
    proxy.down();
    await next(sports, 'subscribing');
    await publish('sports');
    await publish('weather');
    proxy.up();
    assert.equal((await next(sports, 'subscribed')).recovered, true);
    await publish('weather');
    await publish('sport');
    await until('both are there', () => sports.received.length === 2);
    assert.deepEqual(kinds(sports), ['sports', 'sport']);
    assert.equal(sports.events.filter((event) => event.name === 'subscribed').length, 2);
  });
}
