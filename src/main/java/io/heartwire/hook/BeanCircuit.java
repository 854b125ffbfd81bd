package io.heartwire.hook;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Leaves a bean alone that fails too often, and tries it again after a while.
 *
 * <p>Whoever is permitted a call must tell its end once, by {@link #succeeded} or {@link #failed}.
 * The end of a call that began before the state changed says nothing about how the bean is now, and
 * is ignored. Safe for use by any thread.
 */
final class BeanCircuit {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());

  /** So many calls try a bean that failed; all must succeed. */
  private static final int TRIALS = 3;

  private final String bean;
  private final boolean enabled;
  private final CircuitBreaker<Object> breaker;

  /** Grows with each change of the state. */
  private final AtomicInteger epoch = new AtomicInteger();

  BeanCircuit(String bean, HookConfig.Circuit config) {
    this.bean = bean;
    this.enabled = config.enabled();
    this.breaker =
        CircuitBreaker.builder()
            .withFailureRateThreshold(config.failurePercent(), config.leastCalls(), config.window())
            .withDelay(config.delay())
            .withSuccessThreshold(TRIALS)
            .onOpen(this::opened)
            .onHalfOpen(trying -> epoch.incrementAndGet())
            .onClose(this::closed)
            .build();
  }

  /** Whether the bean would not be asked now: to turn calls away that need not wait for that. */
  boolean refuses() {
    return enabled && breaker.isOpen() && !breaker.getRemainingDelay().isZero();
  }

  /** Whether the bean may be asked; counts as a call under way if so. */
  boolean permits() {
    return !enabled || breaker.tryAcquirePermit();
  }

  /** The present state's number, to be told with the end of a call that it permitted. */
  int epoch() {
    return epoch.get();
  }

  void succeeded(int since) {
    if (since == epoch.get()) {
      breaker.recordSuccess();
    }
  }

  void failed(int since) {
    if (since == epoch.get()) {
      breaker.recordFailure();
    }
  }

  CircuitState state() {
    return enabled ? CircuitState.valueOf(breaker.getState().name()) : CircuitState.CLOSED;
  }

  /** One line for each outage: trials that fail are no news. */
  private void opened(CircuitBreakerStateChangedEvent change) {
    epoch.incrementAndGet();
    if (enabled && change.getPreviousState() == CircuitBreaker.State.CLOSED) {
      LOG.log(
          Level.WARNING,
          "{0} fails too often and is not asked for {1} (heartwire.hook.circuit.enabled); meanwhile"
              + " clients are told to try again",
          new Object[] {bean, breaker.getConfig().getDelay()});
    }
  }

  private void closed(CircuitBreakerStateChangedEvent change) {
    epoch.incrementAndGet();
    LOG.log(Level.INFO, "{0} answers again", bean);
  }
}
