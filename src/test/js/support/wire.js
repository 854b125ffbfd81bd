// A client without manners: it sends what it is told and answers nothing by itself.
import WebSocket from 'ws';
import { address, until } from './client.js';

/** A WebSocket of which every message of the server is kept, commands and pushes each as JSON. */
export async function openWire(t, url = address) {
  const socket = new WebSocket(url);
  const wire = {
    messages: [],
    pings: 0,
    closed: null,
    send: (text) => socket.send(text),
    /** Sends a command and waits for the answer to it. */
    async ask(command) {
      socket.send(JSON.stringify(command));
      await until(`an answer to ${command.id}`, () => wire.answerTo(command.id));
      return wire.answerTo(command.id);
    },
    answerTo: (id) => wire.messages.find((message) => message.id === id),
    pushesTo: (channel) =>
      wire.messages
        .filter((message) => message.push?.channel === channel)
        .map((message) => message.push),
    async closing() {
      await until('the end of the connection', () => wire.closed);
      return wire.closed;
    },
  };
  socket.on('message', (data) => {
    for (const line of data.toString().split('\n').filter((text) => text.length > 0)) {
      line === '{}' ? (wire.pings += 1) : wire.messages.push(JSON.parse(line));
    }
  });
  socket.on('close', (code, reason) => (wire.closed = { code, reason: reason.toString() }));
  socket.on('error', () => {});
  t.after(() => socket.terminate());
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return wire;
}

/** The same, connected in the protocol. */
export async function connectWire(t, url) {
  const wire = await openWire(t, url);
  await wire.ask({ id: 1, connect: {} });
  return wire;
}
