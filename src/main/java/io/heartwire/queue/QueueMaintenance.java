package io.heartwire.queue;

import io.heartwire.time.PeriodicTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Renews leases, repeats what failed, and ends what takes too long, about once a second. */
@Singleton
class QueueMaintenance implements PeriodicTask {
  private final Queues queues;

  @Inject
  QueueMaintenance(Queues queues) {
    this.queues = queues;
  }

  @Override
  public void tick(long now) {
    queues.tick(now);
  }
}
