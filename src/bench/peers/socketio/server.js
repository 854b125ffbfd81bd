// A broadcast server with Socket.IO rooms: "join" a channel, "publish" to it, or have data echoed.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const PING_EVERY_MS = 25_000;
const MAX_MESSAGE_BYTES = 64 * 1024;
const LISTEN_BACKLOG = 4096;

const server = createServer();
const io = new Server(server, {
  transports: ['websocket'],
  perMessageDeflate: false,
  serveClient: false,
  pingInterval: PING_EVERY_MS,
  maxHttpBufferSize: MAX_MESSAGE_BYTES,
});

io.on('connection', (socket) => {
  socket.on('join', async (channel) => {
    await socket.join(channel);
    socket.emit('joined', channel);
  });
  socket.on('publish', (channel, data) => io.to(channel).emit('message', data));
  socket.on('echo', (data) => socket.emit('echo', data));
});

server.listen({ host: '127.0.0.1', port: Number(process.env.PORT), backlog: LISTEN_BACKLOG });
