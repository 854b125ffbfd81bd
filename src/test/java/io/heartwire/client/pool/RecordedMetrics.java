package io.heartwire.client.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a pool tells its metrics, in order. Safe for use by any thread. */
final class RecordedMetrics implements PoolMetrics {
  private final List<String> events = new CopyOnWriteArrayList<>();

  List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public void borrowed(Duration waited) {
    events.add("borrowed after " + waited.toMillis());
  }

  @Override
  public void timedOut() {
    events.add("timed out");
  }

  @Override
  public void returned(Duration held) {
    events.add("returned after " + held.toMillis());
  }

  @Override
  public void opened(Duration took) {
    events.add("opened");
  }

  @Override
  public void openFailed(Throwable cause) {
    events.add("open failed: " + cause.getMessage());
  }

  @Override
  public void closed(CloseCause cause) {
    events.add("closed " + cause);
  }

  @Override
  public void leaked(Loan loan) {
    events.add("leaked " + loan);
  }
}
