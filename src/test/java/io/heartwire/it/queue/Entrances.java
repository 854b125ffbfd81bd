package io.heartwire.it.queue;

import io.heartwire.it.client.StompSocket;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The nodes that clients may come to, as a load balancer knows them. Safe for use by any thread.
 */
final class Entrances {
  private final List<URI> open = new CopyOnWriteArrayList<>();
  private final String token;

  Entrances(List<GatewayServer> nodes, String token) {
    nodes.forEach(this::open);
    this.token = token;
  }

  void open(GatewayServer node) {
    open.add(node.ws("/stomp"));
  }

  void close(GatewayServer node) {
    open.remove(node.ws("/stomp"));
  }

  StompSocket connect(Random random) throws IOException {
    return StompSocket.connect(open.get(random.nextInt(open.size())), "passcode:" + token);
  }
}
