package io.heartwire.liberty;

import io.heartwire.drain.DrainPlan;
import io.heartwire.time.TimeSource;
import java.time.Duration;

/**
 * The plan that the settings have had for a while. A stopping server drops the settings of its own
 * configuration first, and closes its port a little later: what is read in between are the
 * defaults. So a change counts only when it has lasted. Used by one thread.
 */
final class SettledPlan {
  /** Much longer than the server takes from the one to the other. */
  static final Duration LASTS = Duration.ofSeconds(2);

  private final TimeSource time;
  private DrainPlan settled;
  private DrainPlan latest;
  private long since;

  SettledPlan(DrainPlan first, TimeSource time) {
    this.time = time;
    settled = first;
    latest = first;
    since = time.nanos();
  }

  /** Takes note of what the settings say now. */
  void read(DrainPlan plan) {
    long now = time.nanos();
    if (!plan.equals(latest)) {
      latest = plan;
      since = now;
    } else if (now - since >= LASTS.toNanos()) {
      settled = latest;
    }
  }

  DrainPlan get() {
    return settled;
  }
}
