package io.heartwire.it.monitoring;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A bit of everything, several times a second, good clients and bad ones, until it is closed. */
final class Load implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Load.class.getName());
  private static final int PERIOD_MILLIS = 300;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final GatewayServer gateway;
  private final ApiClient api;
  private final ApiClient stranger;
  private final TestClient reader;
  private final TestClient worker;

  Load(GatewayServer gateway, String key) {
    this.gateway = gateway;
    this.api = new ApiClient(gateway, key);
    this.stranger = new ApiClient(gateway, "no key");
    this.reader = TestClient.connect(gateway.ws("/ws/news:a"));
    this.worker = TestClient.connect(gateway.ws("/stomp"));
    worker.send("CONNECT\naccept-version:1.2\nhost:any\n\n\0");
    worker.send("SUBSCRIBE\nid:1\ndestination:/queue/work:a\nack:auto\n\n\0");
    clock.scheduleWithFixedDelay(this::again, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    reader.close();
    worker.close();
  }

  /** One that fails, as the gateway is busy or stops, is not the last. */
  private void again() {
    try {
      once();
    } catch (RuntimeException failed) {
      LOG.log(Level.INFO, "the load goes on after this", failed);
    }
  }

  private void once() {
    api.post("publish", "{\"channel\":\"news:a\",\"data\":\"x\"}");
    api.post("queue_send", "{\"queue\":\"work:a\",\"data\":\"x\"}");
    api.post("info", "{}");
    stranger.post("info", "{}");
    gateway.status("/ws/secret:a");
    try (TestClient big = TestClient.connect(gateway.ws("/ws/news:a"))) {
      big.send("x".repeat(5000));
      await().until(big::isClosed);
    }
    try (JsonClient client = JsonClient.connect(gateway.ws("/connection/websocket"), "{}")) {
      String epoch = client.subscribe("news:a").replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
      client.publish("news:a", "1");
      client.ask("unsubscribe", "{\"channel\":\"news:a\"}");
      client.ask(
          "subscribe",
          "{\"channel\":\"news:a\",\"recover\":true,\"offset\":1,\"epoch\":\"" + epoch + "\"}");
    }
  }
}
