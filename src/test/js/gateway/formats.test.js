// How a client says which encoding it speaks, where no official client does so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { address } from '../support/client.js';

/** What comes back for one frame. */
async function answer(t, { url = address, subprotocols = [], frame, binary }) {
  const socket = new WebSocket(url, subprotocols);
  t.after(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const heard = new Promise((resolve, reject) => {
    socket.once('message', (data, isBinary) => resolve({ data, isBinary }));
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
  });
  socket.send(frame, { binary });
  return heard;
}

/** The command 1, connect, and how its reply begins. */
const connect = Buffer.from([4, 8, 1, 0x22, 0]);
const greeting = [8, 1, 0x2a];

for (const query of ['format=protobuf', 'cf_protocol=protobuf', 'a=b&format=protobuf']) {
  test(`Protobuf may be asked for with the address: ${query}`, async (t) => {
    const { data, isBinary } = await answer(t, {
      url: `${address}?${query}`,
      frame: connect,
      binary: true,
    });
    assert.equal(isBinary, true);
    const prefix = data[0] < 128 ? 1 : 2;
    assert.deepEqual([...data.subarray(prefix, prefix + 3)], greeting);
  });
}

test('JSON may come in a binary frame', async (t) => {
  const { data, isBinary } = await answer(t, {
    frame: Buffer.from('{"id":1,"connect":{}}'),
    binary: true,
  });
  assert.equal(isBinary, false);
  assert.equal(JSON.parse(data).id, 1);
});
