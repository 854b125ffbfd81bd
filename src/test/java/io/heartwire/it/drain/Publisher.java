package io.heartwire.it.drain;

import io.heartwire.it.client.ApiClient;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A back end that publishes the next number to every node, those that are up, all the time. */
final class Publisher implements AutoCloseable {
  private static final int PERIOD_MILLIS = 200;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger last = new AtomicInteger();

  Publisher(List<ApiClient> nodes, String channel) {
    clock.scheduleAtFixedRate(
        () -> {
          int n = last.incrementAndGet();
          String body = "{\"channel\":\"%s\",\"data\":{\"n\":%d}}".formatted(channel, n);
          nodes.forEach(node -> publish(node, body));
        },
        0,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  int published() {
    return last.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static void publish(ApiClient node, String body) {
    try {
      String unused = node.post("publish", body);
    } catch (CompletionException down) {
      // It is being restarted.
    }
  }
}
