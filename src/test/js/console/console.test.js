// The modules of the operations console that need no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../page/heartwire-console/feed.js';
import { ALL, Figures, between, quantile } from '../page/heartwire-console/figures.js';
import { ago, brief, bytes, count, duration, figure, millis, software } from '../page/heartwire-console/format.js';
import { link, parse } from '../page/heartwire-console/router.js';
import { Session } from '../page/heartwire-console/session.js';

const node = (id, figures) => ({ id, name: id, figures: { connections: { live: 1 }, ...figures } });
const overview = (second, ...nodes) => ({ now: 1_000_000 + second * 1000, nodes });
const counted = (...counts) => ({ bounds: [10, 100], counts });

test('rates are differences of counters by seconds', () => {
  const figures = new Figures();
  figures.add(overview(0, node('a', { messages_in: 100 })));
  assert.equal(figures.samples('a', 60).at(-1).rates.messages_in, undefined);
  figures.add(overview(2, node('a', { messages_in: 160 })));
  assert.equal(figures.samples('a', 60).at(-1).rates.messages_in, 30);
});

test('a node that has started again has no negative rate', () => {
  const figures = new Figures();
  figures.add(overview(0, node('a', { messages_in: 100 })));
  figures.add(overview(1, node('a', { messages_in: 5 })));
  assert.equal(figures.samples('a', 60).at(-1).rates.messages_in, 0);
});

test('figures that come at the pace of a lease keep their rate until the next come', () => {
  const figures = new Figures();
  figures.add(overview(0, node('b', { messages_in: 0, uptime: 1 })));
  figures.add(overview(5, node('b', { messages_in: 50, uptime: 6 })));
  figures.add(overview(6, node('b', { messages_in: 50, uptime: 6 })));
  assert.equal(figures.samples('b', 60).at(-1).rates.messages_in, 10);
});

test('all nodes together are the sum of each', () => {
  const figures = new Figures();
  const both = (n) => [node('a', { messages_in: n, rtt: counted(n, 0, 0) }), node('b', { messages_in: 2 * n, rtt: counted(0, n, 0) })];
  figures.add(overview(0, ...both(0)));
  figures.add(overview(1, ...both(10)));
  const all = figures.samples(ALL, 60).at(-1);
  assert.deepEqual(all.connections, { live: 2 });
  assert.equal(all.rates.messages_in, 30);
  assert.deepEqual(all.rtt.counts, [10, 10, 0]);
});

test('capacity and totals are not states of connections', () => {
  const figures = new Figures();
  figures.add(overview(0, node('a', { connections: { live: 3, stale: 1, total: 4, capacity: 50_000, slow: 2 } })));
  assert.deepEqual(figures.samples(ALL, 60).at(-1).connections, { live: 3, stale: 1 });
});

test('an overview that is older than the last is passed over', () => {
  const figures = new Figures();
  figures.add(overview(5, node('a', {})));
  figures.add(overview(4, node('a', {})));
  assert.equal(figures.samples('a', 60).length, 1);
});

test('not more than a quarter of an hour is kept', () => {
  const figures = new Figures();
  for (let i = 0; i < 1000; i++) {
    figures.add(overview(i, node('a', {})));
  }
  assert.equal(figures.samples('a', 10_000).length, 900);
  assert.equal(figures.samples('a', 60).length, 61);
});

test('reasons that have moved lately come first', () => {
  const figures = new Figures();
  figures.add(overview(0, node('a', { refused: { origin: 900, token: 1 } })));
  figures.add(overview(1, node('a', { refused: { origin: 900, token: 4 } })));
  assert.deepEqual(figures.reasons(ALL, 'refused', 60), [
    { reason: 'token', total: 4, recent: 3 },
    { reason: 'origin', total: 900, recent: 0 },
  ]);
});

test('a quantile lies in its bucket, and nothing counted has none', () => {
  assert.equal(quantile(counted(0, 0, 0), 0.5), null);
  assert.equal(quantile(counted(100, 0, 0), 0.5), 5);
  assert.equal(quantile(counted(50, 50, 0), 0.99), 10 + 90 * 0.98);
  assert.equal(quantile(counted(0, 0, 7), 0.5), 100);
});

test('what was counted between two readings survives a restart', () => {
  assert.deepEqual(between(counted(1, 1, 0), counted(3, 1, 1)).counts, [2, 0, 1]);
  assert.deepEqual(between(counted(9, 9, 9), counted(3, 1, 1)).counts, [3, 1, 1]);
});

test('a hash leads to a view and back, whatever the names', () => {
  const hash = link('channels', ['news/a #1'], { sort: 'subscribers', text: '' });
  const { view, path, query } = parse(hash);
  assert.deepEqual([view, path, String(query)], ['channels', ['news/a #1'], 'sort=subscribers']);
  assert.equal(parse('').view, 'overview');
  assert.deepEqual(parse('#/users/%E0%A4%A').path, ['%E0%A4%A']);
});

test('what is not known is a dash and never a wrong number', () => {
  for (const format of [count, bytes, millis, duration]) {
    assert.equal(format(undefined), '–');
    assert.equal(format(Number.NaN), '–');
  }
  assert.equal(ago(undefined, 5), '–');
});

test('numbers, sizes and times are short and exact enough', () => {
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(millis(1234), '1.2 s');
  assert.equal(duration(93_784), '1 d 2 h');
  assert.deepEqual(figure('since_s', 401), ['since', '6 min 41 s']);
  assert.deepEqual(figure('lastSweepAgeMillis', 961), ['last sweep age', '961 ms']);
  assert.deepEqual(figure('ageSeconds', null), ['age', '–']);
  assert.deepEqual(figure('stuckThreads', 1234), ['stuck threads', '1,234']);
  assert.equal(brief('0123456789abcdef'), '01234567…cdef');
  assert.equal(software('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36'), 'Chrome 139');
});

/** A session that is kept as by a tab, and asks what answers as given. */
function session(answers) {
  const kept = new Map();
  globalThis.sessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  globalThis.fetch = async () => {
    const [status, body] = answers.shift();
    return new Response(JSON.stringify(body), { status });
  };
  const ends = [];
  return { session: new Session({ onEnd: (reason) => ends.push(reason) }), ends, kept };
}

const begun = (expires) => [200, { result: { token: 't', role: 'viewer', name: 'ann', expires_at: expires } }];

test('a session holds where the clock of the reader is ahead', async () => {
  const { session: ann, ends } = session([begun(1), [200, { result: { nodes: [] } }]]);
  await ann.signIn({ key: 'k' });
  assert.equal(ann.isOpen, true);
  assert.equal(ann.mayAct, false);
  assert.deepEqual(await ann.ask('overview'), { nodes: [] });
  assert.deepEqual(ends, []);
});

test('a session that the gateway knows no more ends once, and its token is gone', async () => {
  const gone = [401, { error: { code: 101, message: 'unauthorized' } }];
  const { session: ann, ends, kept } = session([begun(1), gone, gone]);
  await ann.signIn({ key: 'k' });
  await Promise.allSettled([ann.ask('overview'), ann.ask('health')]);
  assert.equal(ann.isOpen, false);
  assert.equal(ends.length, 1);
  assert.equal(kept.size, 0);
});

test('a session holds also where the browser keeps nothing of pages', async () => {
  session([begun(1)]); // for its answer
  const blocked = () => {
    throw new Error('blocked');
  };
  globalThis.sessionStorage = { getItem: blocked, setItem: blocked, removeItem: blocked };
  const ann = new Session({ onEnd: () => {} });
  await ann.signIn({ key: 'k' });
  assert.equal(ann.isOpen, true);
  ann.signOut();
  assert.equal(ann.isOpen, false);
});

test('a wrong key is said and ends nothing', async () => {
  const { session: ann, ends } = session([[401, { error: { code: 101, message: 'not the key' } }]]);
  await assert.rejects(ann.signIn({ key: 'k' }), { message: 'not the key', status: 401 });
  assert.equal(ann.isOpen, false);
  assert.deepEqual(ends, []);
});

/** A feed in a tab with a clock of its own, whose WebSockets do as the test says. */
async function feed(t, connect) {
  const { setTimeout: real, clearTimeout: clear } = globalThis;
  const timers = new Map();
  let now = 0;
  globalThis.setTimeout = (run, ms = 0) => {
    const id = Symbol('timer');
    timers.set(id, { run, at: now + ms });
    return id;
  };
  globalThis.clearTimeout = (id) => timers.delete(id);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const passes = async (ms) => {
    const end = now + ms;
    for (;;) {
      await settled();
      const [id, due] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!id) {
        now = end;
        return;
      }
      timers.delete(id);
      now = due.at;
      due.run();
    }
  };
  const tab = { addEventListener() {} };
  const sockets = [];
  class FakeSocket {
    static OPEN = 1;
    readyState = 0;
    sent = [];
    constructor() {
      sockets.push(this);
      setTimeout(() => connect(this));
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close() {}
    opens() {
      this.readyState = 1;
      this.onopen();
    }
    says(reply) {
      this.onmessage({ data: JSON.stringify(reply) });
    }
  }
  Object.assign(globalThis, { window: tab, document: { ...tab, hidden: false }, WebSocket: FakeSocket });
  const asked = [];
  const reports = [];
  const ask = async (name) => {
    asked.push(name);
    return { by: 'question' };
  };
  const tested = new Feed({ session: { token: 'secret', ask, check: ask }, onOverview: (report) => reports.push(report) });
  t.after(() => {
    tested.stop();
    Object.assign(globalThis, { setTimeout: real, clearTimeout: clear });
  });
  tested.start();
  return { sockets, asked, reports, passes };
}

test('where there is no WebSocket the figures are asked for again and again', async (t) => {
  const { asked, reports, passes } = await feed(t, (socket) => socket.onclose());
  await passes(7000);
  assert.deepEqual(asked, Array(4).fill('overview'));
  assert.deepEqual(reports, Array(4).fill({ how: 'polling', overview: { by: 'question' } }));
});

test('what comes by itself is not asked for, and is again when it ends', async (t) => {
  const { sockets, asked, reports, passes } = await feed(t, (socket) => {
    socket.opens();
    socket.says({ id: 1, connect: { ping: 25 } });
    socket.says({ id: 2, subscribe: {} });
    socket.says({ push: { channel: '$console:overview', pub: { data: { by: 'feed' } } } });
  });
  await passes(9000);
  const [socket] = sockets;
  assert.deepEqual(socket.sent[0].connect, { token: 'secret', name: 'console' });
  assert.deepEqual(socket.sent[1].subscribe, { channel: '$console:overview' });
  assert.deepEqual(reports.at(-1), { how: 'live', overview: { by: 'feed' } });
  assert.equal(asked.length, 1, 'once, when the page opens');

  globalThis.WebSocket = class {
    constructor() {
      throw new Error('blocked');
    }
  };
  socket.onclose();
  await passes(9000);
  assert.ok(asked.length > 3);
  assert.equal(reports.at(-1).how, 'polling');
});

test('a feed that falls silent is replaced', async (t) => {
  const { sockets, asked, passes } = await feed(t, (socket) => {
    socket.opens();
    socket.says({ id: 1, connect: { ping: 5 } });
    socket.says({ id: 2, subscribe: {} });
  });
  await passes(14_000);
  assert.equal(sockets.length, 1);
  await passes(60_000);
  assert.ok(sockets.length > 1);
  assert.ok(asked.length > 1, 'asked for meanwhile');
});
