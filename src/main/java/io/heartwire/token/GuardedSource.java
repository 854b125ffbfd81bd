package io.heartwire.token;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * The key server behind a circuit breaker: after repeated failures it is not asked for half a
 * minute, however many clients send tokens with unknown keys.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects
class GuardedSource implements JwksSource {
  private static final int WINDOW = 4;
  private static final double FAILING = 0.75;
  private static final int REST_SECONDS = 30;

  @Resource private ManagedExecutorService executor;
  @Inject private JwksConfig config;
  private @Nullable JwksClient client; // guarded by this

  @Override
  @Asynchronous
  @CircuitBreaker(
      requestVolumeThreshold = WINDOW,
      failureRatio = FAILING,
      delay = REST_SECONDS,
      delayUnit = ChronoUnit.SECONDS)
  public CompletionStage<byte[]> fetch(URI url) {
    return client().fetch(url);
  }

  private synchronized JwksClient client() {
    JwksClient known = client;
    if (known == null) {
      known = new JwksClient(config, executor);
      client = known;
    }
    return known;
  }
}
