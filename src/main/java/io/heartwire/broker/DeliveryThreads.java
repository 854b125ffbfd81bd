package io.heartwire.broker;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes over deliveries from a publisher's thread that has made its share. The container's own
 * pool, behind whatever else waits there: a busy channel takes its turn like everybody.
 */
public interface DeliveryThreads {

  /**
   * @throws RejectedExecutionException if there is no room, or the application stops
   */
  void takeOver(Runnable deliveries);

  /** The container's. */
  @ApplicationScoped
  @SuppressWarnings("NullAway.Init") // the container injects the executor
  class Managed implements DeliveryThreads {
    @Resource private ManagedExecutorService executor;

    @Override
    public void takeOver(Runnable deliveries) {
      executor.execute(deliveries);
    }
  }
}
