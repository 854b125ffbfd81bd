package io.heartwire.it.cluster;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A back end that publishes ascending numbers, each to the next node, and by another with the same
 * key where that one does not answer, so that each number is published once.
 */
final class ClusterPublisher implements AutoCloseable {
  private static final int PERIOD_MILLIS = 100;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger last = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final List<ApiClient> nodes;
  private final String channel;

  ClusterPublisher(List<ApiClient> nodes, String channel) {
    this.nodes = nodes;
    this.channel = channel;
    clock.scheduleAtFixedRate(this::publish, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Numbers that no node took. */
  int failed() {
    return failed.get();
  }

  void awaitMore(int numbers) {
    int end = last.get() + numbers;
    await().until(() -> last.get() >= end);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void publish() {
    int n = last.get() + 1;
    String body =
        "{\"channel\":\"%s\",\"data\":{\"n\":%d},\"idempotency_key\":\"n%d\"}"
            .formatted(channel, n, n);
    for (int i = 0; i < nodes.size(); i++) {
      if (isTaken(nodes.get((n + i) % nodes.size()), body)) {
        last.set(n);
        return;
      }
    }
    failed.incrementAndGet();
  }

  private static boolean isTaken(ApiClient node, String body) {
    try {
      return node.post("publish", body).contains("\"result\"");
    } catch (CompletionException down) {
      return false;
    }
  }
}
