// Tokens that end, and what the official client does about it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newClient, newSubscription, next, until } from '../support/client.js';
import { inSeconds, token } from '../support/token.js';

for (const protobuf of [false, true]) {
  const encoding = protobuf ? 'Protobuf' : 'JSON';

  test(`a client stays by bringing new tokens (${encoding})`, async (t) => {
    let asked = 0;
    const states = [];
    const client = newClient(t, {
      protobuf,
      getToken: async () => {
        asked += 1;
        return token({ sub: 'ann', exp: inSeconds(asked < 2 ? 4 : 60) });
      },
    });
    client.on('state', ({ newState }) => states.push(newState));
    client.connect();
    await until('another token', () => asked === 2);
    await client.ready();
    assert.deepEqual(states, ['connecting', 'connected']);
  });
}

test('a client whose token has expired brings another', async (t) => {
  const client = newClient(t, {
    token: token({ sub: 'ann', exp: inSeconds(-5) }),
    getToken: async () => token({ sub: 'ann' }),
  });
  const connected = next(client, 'connected');
  const error = next(client, 'error');
  client.connect();
  assert.equal((await error).error.code, 109);
  await connected;
});

test('a connection whose own time is over is told so', async (t) => {
  const client = newClient(t, { token: token({ sub: 'ann', expire_at: inSeconds(-5) }) });
  const gone = next(client, 'disconnected');
  client.connect();
  assert.equal((await gone).code, 110);
});

test('a token that is not signed by the secret ends the connection for good', async (t) => {
  const client = newClient(t, { token: `${token({ sub: 'ann' }).slice(0, -6)}AAAAAA` });
  const gone = next(client, 'disconnected');
  client.connect();
  assert.equal((await gone).code, 3500);
});

test('a client without a token is unauthorized', async (t) => {
  const client = newClient(t);
  const gone = next(client, 'disconnected');
  client.connect();
  assert.equal((await gone).code, 101);
});

test('a subscription token opens a channel that is closed, and is renewed', async (t) => {
  let asked = 0;
  const client = newClient(t, { token: token({ sub: 'ann' }) });
  client.connect();
  const name = `closed:${process.pid}`;
  const subscription = newSubscription(client, name, {
    getToken: async () => {
      asked += 1;
      return token({ sub: 'ann', channel: name, exp: inSeconds(asked < 2 ? 4 : 60) });
    },
  });
  subscription.subscribe();
  await until('another token', () => asked === 2);
  await subscription.ready();
  assert.deepEqual(
    subscription.events.map((event) => event.name),
    ['subscribing', 'subscribed'],
  );
});

test('a client that refreshes with an expired token comes back with a new one', async (t) => {
  let asked = 0;
  const states = [];
  const client = newClient(t, {
    token: token({ sub: 'ann', exp: inSeconds(4) }),
    getToken: async () => {
      asked += 1;
      return token({ sub: 'ann', exp: inSeconds(asked < 2 ? -5 : 60) });
    },
  });
  client.on('state', ({ newState }) => states.push(newState));
  client.connect();
  await until('a token after the expired one', () => asked === 2 && states.length === 4);
  assert.deepEqual(states, ['connecting', 'connected', 'connecting', 'connected']);
});

test('a subscription that refreshes with an expired token begins anew with a new one', async (t) => {
  let asked = 0;
  const client = newClient(t, { token: token({ sub: 'ann' }) });
  const states = [];
  client.on('state', ({ newState }) => states.push(newState));
  client.connect();
  const name = `closed:late-${process.pid}`;
  const subscription = newSubscription(client, name, {
    token: token({ sub: 'ann', channel: name, exp: inSeconds(4) }),
    getToken: async () => {
      asked += 1;
      return token({ sub: 'ann', channel: name, exp: inSeconds(asked < 2 ? -5 : 60) });
    },
  });
  subscription.subscribe();
  // The refresh itself is answered with an error, besides.
  const names = () =>
    subscription.events.map((event) => event.name).filter((name) => name !== 'error');
  await until('it subscribes again', () => names().length === 4);
  assert.deepEqual(names(), ['subscribing', 'subscribed', 'subscribing', 'subscribed']);
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a subscription token that is no good ends its subscription alone', async (t) => {
  const client = newClient(t, { token: token({ sub: 'ann' }) });
  const states = [];
  client.on('state', ({ newState }) => states.push(newState));
  client.connect();
  const name = `closed:bad-${process.pid}`;
  const good = newSubscription(client, name, { token: token({ sub: 'ann', channel: name }) });
  const bad = newSubscription(client, `${name}-too`, {
    token: token({ sub: 'ann', channel: name }),
  });
  const gone = next(bad, 'unsubscribed');
  good.subscribe();
  bad.subscribe();
  assert.equal((await gone).code, 103);
  await good.ready();
  assert.deepEqual(states, ['connecting', 'connected']);
});
