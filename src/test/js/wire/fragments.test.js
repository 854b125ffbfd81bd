// A text in many frames, of which most end within a character.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { address, next, until } from '../support/client.js';

const TEXT = 'Съешь же ещё этих мягких французских булок, да выпей чаю 🥐. '.repeat(2800);
const FRAGMENT = 4099;

/** Pieces of a buffer, all but the last one of this size. */
function pieces(buffer, size) {
  const count = Math.ceil(buffer.length / size);
  return Array.from({ length: count }, (_, i) => buffer.subarray(i * size, (i + 1) * size));
}

/** Whether these bytes begin with the rest of a character. */
const continuesCharacter = (bytes) => (bytes[0] & 0xc0) === 0x80;

test('300 KB of text cut within characters comes back whole, and so do pings between', async (t) => {
  const fragments = pieces(Buffer.from(TEXT), FRAGMENT);
  assert.ok(fragments.length > 70, `${fragments.length} fragments`);
  assert.ok(fragments.filter(continuesCharacter).length > 20, 'cut within characters');
  const socket = new WebSocket(address);
  t.after(() => socket.terminate());
  const messages = [];
  const pongs = [];
  let closed = null;
  socket.on('message', (data, isBinary) => messages.push({ isBinary, text: data.toString() }));
  socket.on('pong', (data) => pongs.push(data.toString()));
  socket.on('close', (code, reason) => (closed = `closed with ${code} ${reason}`));
  await next(socket, 'open');

  const pings = [];
  for (const [i, fragment] of fragments.entries()) {
    const fin = i === fragments.length - 1;
    socket.send(fragment, { binary: false, compress: false, fin });
    if (!fin) {
      pings.push(`after fragment ${i}`);
      socket.ping(pings.at(-1));
    }
  }

  await until('a message or the end', () => closed || messages.length > 0);
  assert.equal(closed, null);
  await until('all pongs', () => pongs.length === pings.length);
  assert.deepEqual(pongs, pings);
  assert.equal(messages.length, 1);
  assert.equal(messages[0].isBinary, false);
  assert.ok(messages[0].text === TEXT, `${messages[0].text.length} characters, not those sent`);
});
