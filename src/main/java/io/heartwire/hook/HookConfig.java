package io.heartwire.hook;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits of what an application's beans may do.
 *
 * @param timeout how long a hook or an RPC handler may take to answer
 * @param maxCalls how many calls of one bean may be under way, those that wait for a thread among
 *     them; more are refused
 * @param maxThreads how many threads may be in one bean's methods, or in observers, at once
 * @param maxEvents how many events may wait for observers; more are dropped
 * @param abandonAfter how long after its time-out a call that does not end keeps its place
 * @param circuit when a bean that fails is left alone for a while
 */
@Internal
@Dependent
public record HookConfig(
    Duration timeout,
    int maxCalls,
    int maxThreads,
    int maxEvents,
    Duration abandonAfter,
    Circuit circuit)
    implements ConfigGroup {

  /**
   * When a bean is no longer asked, because it would most likely fail again.
   *
   * @param enabled whether that ever happens
   * @param failurePercent of the calls within the window
   * @param leastCalls within the window, fewer prove nothing
   * @param window over which calls are counted
   * @param delay until a few calls try whether the bean is well again
   */
  public record Circuit(
      boolean enabled, int failurePercent, int leastCalls, Duration window, Duration delay) {

    /**
     * Fewer than 20 calls prove nothing; 10 s and 5 s are short beside the time-out of clients: a
     * bean that is well again is asked before they give up.
     */
    static Circuit usual(boolean enabled) {
      return new Circuit(enabled, 50, 20, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }
  }

  /** Longer than any time-out that a client waits for, so its answer helps nobody any more. */
  private static final Duration ABANDON_AFTER = Duration.ofMinutes(1);

  @Inject
  public HookConfig(Settings settings) {
    this(
        settings.duration("heartwire.hook.timeout", Duration.ofMillis(10), Duration.ofMinutes(5)),
        settings.number("heartwire.hook.max-calls", 1, 1_000_000),
        settings.number("heartwire.hook.max-threads", 1, 100_000),
        settings.number("heartwire.hook.max-events", 1, 10_000_000),
        ABANDON_AFTER,
        Circuit.usual(settings.flag("heartwire.hook.circuit.enabled")));
  }
}
