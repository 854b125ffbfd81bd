// Many official clients in one process, each with a subscription in which numbers are published.
// Says one line of JSON for each line that it is told, and then counts anew.
import { createInterface } from 'node:readline';
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const { HEARTWIRE_URL: url, CROWD_SIZE: size, CROWD_CHANNEL: channel } = process.env;
const ARRIVALS_PER_SECOND = 250;

/** When a client tried to connect, and whether it had been connected before. */
let attempts = [];
let members = [];

class CountingSocket extends WebSocket {
  constructor(...all) {
    super(...all);
    attempts.push(Date.now());
  }
}

class Member {
  #client;
  #session = 0;
  #sessionOfLast = 0;
  #last = 0;
  #lostAt = 0;

  constructor() {
    this.forget();
    this.#client = new Centrifuge(url, { websocket: CountingSocket, timeout: 20_000 });
    const subscription = this.#client.newSubscription(channel);
    subscription.on('subscribed', () => this.#joined());
    subscription.on('subscribing', () => this.#left());
    subscription.on('publication', ({ data }) => this.#heard(data.n));
    subscription.subscribe();
    this.#client.on('connecting', ({ code, reason }) => this.codes.push(`${code} ${reason}`));
    this.#client.connect();
  }

  /** Counts anew; what it has heard last stays known. */
  forget() {
    this.moves = 0;
    this.received = 0;
    this.lostInPlace = 0;
    this.missedOnTheWay = 0;
    this.repeated = 0; // or out of order
    this.longestGap = 0;
    this.codes = [];
  }

  get isHere() {
    return this.#session > 0 && this.#lostAt === 0;
  }

  leave() {
    this.#client.disconnect();
  }

  #joined() {
    this.#session += 1;
    if (this.#lostAt > 0) {
      this.moves += 1;
      this.longestGap = Math.max(this.longestGap, Date.now() - this.#lostAt);
      this.#lostAt = 0;
    }
  }

  #left() {
    this.#lostAt = this.#session > 0 ? Date.now() : 0;
  }

  #heard(n) {
    this.received += 1;
    this.repeated += n <= this.#last ? 1 : 0;
    const missed = Math.max(0, n - this.#last - 1);
    if (this.#sessionOfLast === this.#session) {
      this.lostInPlace += missed;
    } else if (this.#sessionOfLast > 0) {
      this.missedOnTheWay += missed;
    }
    this.#last = n;
    this.#sessionOfLast = this.#session;
  }
}

/** The most of them in any second, seconds counted from the first. */
function busiestSecond(moments) {
  const counts = new Map();
  for (const moment of moments) {
    const second = Math.floor((moment - moments[0]) / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function sum(name) {
  return members.reduce((total, member) => total + member[name], 0);
}

function report() {
  const codes = {};
  members.flatMap((member) => member.codes).forEach((code) => {
    const kind = code.replace(/\d+ ms/, '… ms');
    codes[kind] = (codes[kind] ?? 0) + 1;
  });
  return {
    here: members.filter((member) => member.isHere).length,
    moved: sum('moves'),
    received: sum('received'),
    lostInPlace: sum('lostInPlace'),
    missedOnTheWay: sum('missedOnTheWay'),
    repeated: sum('repeated'),
    longestGapMillis: Math.max(0, ...members.map((member) => member.longestGap)),
    attempts: attempts.length,
    busiestSecond: busiestSecond(attempts),
    codes,
  };
}

const arriving = setInterval(() => {
  members.push(new Member());
  if (members.length >= Number(size)) {
    clearInterval(arriving);
  }
}, 1000 / ARRIVALS_PER_SECOND);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    process.stdout.write(`${JSON.stringify(report())}\n`);
    if (line === 'report') {
      members.forEach((member) => member.forget());
      attempts = [];
    }
  })
  .on('close', () => {
    members.forEach((member) => member.leave());
    process.exit(0);
  });
