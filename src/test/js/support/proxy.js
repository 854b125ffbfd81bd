// A network between client and gateway that can fail.
import net from 'node:net';
import { address } from './client.js';

/** A TCP proxy in front of the gateway; `url` leads through it. */
export async function openProxy(t) {
  const gateway = new URL(address);
  const sockets = new Set();
  let isDown = false;
  const server = net.createServer((inner) => {
    if (isDown) {
      inner.destroy();
      return;
    }
    const outer = net.connect(Number(gateway.port), gateway.hostname);
    for (const [one, other] of [[inner, outer], [outer, inner]]) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = {
    url: `ws://127.0.0.1:${server.address().port}${gateway.pathname}`,
    /** Cuts every connection; new ones are served. */
    cut: () => sockets.forEach((socket) => socket.destroy()),
    /** Cuts every connection, and new ones too. */
    down() {
      isDown = true;
      proxy.cut();
    },
    up: () => (isDown = false),
  };
  t.after(() => {
    proxy.down();
    server.close();
  });
  return proxy;
}
