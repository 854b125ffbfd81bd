// Many sockets that listen and say nothing, by turns at each of the gateways. Says "here" once all are open.
import WebSocket from 'ws';

const { HEARTWIRE_URLS: urls, CROWD_SIZE: size } = process.env;
const AT_ONCE = 40;
const CHANNELS = 100;

const gateways = urls.split(' ');
let next = 0;
let open = 0;

function connect() {
  if (next === Number(size)) {
    return;
  }
  const n = next;
  next += 1;
  const socket = new WebSocket(`${gateways[n % gateways.length]}/ws/idle-${n % CHANNELS}`);
  socket.on('open', () => {
    open += 1;
    if (open === Number(size)) {
      console.log('here');
    }
    connect();
  });
  socket.on('error', (failure) => {
    console.log(`failed: ${failure.message}`);
    process.exit(1);
  });
}

for (let i = 0; i < AT_ONCE; i++) {
  connect();
}
