// A broadcast server with ws, as its README shows: a set of sockets per channel, a heartbeat for all.
import { createServer } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PING_EVERY_MS = 25_000;
const MAX_MESSAGE_BYTES = 64 * 1024;
const LISTEN_BACKLOG = 4096;

const channels = new Map();
const wss = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  maxPayload: MAX_MESSAGE_BYTES,
});

function echo(ws) {
  ws.on('message', (data, binary) => ws.send(data, { binary }));
}

function join(ws, channel) {
  let members = channels.get(channel);
  if (!members) channels.set(channel, (members = new Set()));
  members.add(ws);
  ws.on('message', (data, binary) => {
    for (const member of members) {
      if (member.readyState === WebSocket.OPEN) member.send(data, { binary });
    }
  });
  ws.on('close', () => members.delete(ws));
}

wss.on('connection', (ws, request) => {
  ws.isAlive = true;
  ws.on('pong', () => (ws.isAlive = true));
  ws.on('error', () => ws.terminate());
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/echo') echo(ws);
  else join(ws, pathname.slice('/ws/'.length));
});

setInterval(() => {
  for (const ws of wss.clients) {
    if (!ws.isAlive) {
      ws.terminate();
      continue;
    }
    ws.isAlive = false;
    ws.ping();
  }
}, PING_EVERY_MS);

const server = createServer((request, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  if (!/^\/(echo|ws\/[^/?]+)(\?|$)/.test(request.url)) {
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});
server.listen({ host: '127.0.0.1', port: Number(process.env.PORT), backlog: LISTEN_BACKLOG });
