package io.heartwire.it.console;

import static io.heartwire.it.console.ConsoleTab.SOON;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;

/** A client of STOMP that takes one message of a queue after the other. */
final class StompWorker implements AutoCloseable {
  private final TestClient client;

  StompWorker(GatewayServer server, String queue) {
    client = TestClient.connect(server.ws("/stomp"));
    client.send("CONNECT\naccept-version:1.2\nhost:here\n\n\0");
    client.send(
        "SUBSCRIBE\nid:1\nack:client-individual\nprefetch-count:1\ndestination:/queue/%s\n\n\0"
            .formatted(queue));
  }

  /** All that it has heard. */
  String heard() {
    return client.texts().toString();
  }

  /** Makes its first message a dead letter. */
  void reject(String reason) {
    await().atMost(SOON).until(() -> heard().contains("\nack:"));
    String ack = heard().replaceAll("(?s).*?\nack:(\\S+).*", "$1");
    client.send("NACK\nid:%s\nrequeue:false\nreason:%s\nreceipt:1\n\n\0".formatted(ack, reason));
    await().atMost(SOON).until(() -> heard().contains("receipt-id:1"));
  }

  @Override
  public void close() {
    client.close();
  }
}
