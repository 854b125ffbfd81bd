package io.heartwire.admission;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Handshakes that wait for a bean of the application, or for keys, before they are answered. Each
 * keeps a thread of the server, so their number is limited. Safe for use by any thread.
 *
 * <p>Not by asynchronous requests: where a request is upgraded after an asynchronous dispatch, Open
 * Liberty 26.0.0.5 goes on reading its connection, and takes bytes from the WebSocket.
 */
@Singleton
public class WaitingHandshakes {
  private final Semaphore free;

  /**
   * The limit.
   *
   * @param most handshakes that may wait at the same time
   */
  @Dependent
  public record Config(int most) implements ConfigGroup {

    @Inject
    public Config(Settings settings) {
      this(settings.number("heartwire.admission.max-waiting", 1, 10_000));
    }
  }

  @Inject
  public WaitingHandshakes(Config config) {
    free = new Semaphore(config.most());
  }

  /**
   * Blocks until the handshake may go on.
   *
   * @param ready completes then, and at the end of the client's connection; however it completes
   * @throws TooManyWaitingException if as many wait already as may
   */
  public void await(CompletableFuture<?> ready) throws TooManyWaitingException {
    if (!free.tryAcquire()) {
      throw new TooManyWaitingException();
    }
    try {
      ready.handle((done, failure) -> true).join();
    } finally {
      free.release();
    }
  }
}
