package io.heartwire.hook;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Limits of what an application's beans may do.
 *
 * @param timeout how long a hook or an RPC handler may take to answer
 * @param maxCalls how many calls of one bean may be under way; more are refused
 * @param abandonAfter how long after its time-out a call that does not end keeps its place
 * @param circuit when a bean that fails is left alone for a while
 */
@Dependent
public record HookConfig(Duration timeout, int maxCalls, Duration abandonAfter, Circuit circuit)
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
      boolean enabled, int failurePercent, int leastCalls, Duration window, Duration delay) {}

  @Inject
  public HookConfig(Settings settings) {
    this(
        settings.duration("heartwire.hook.timeout", Duration.ofMillis(10), Duration.ofMinutes(5)),
        settings.number("heartwire.hook.max-calls", 1, 1_000_000),
        settings.duration(
            "heartwire.hook.abandon-after", Duration.ofMillis(10), Duration.ofDays(1)),
        circuit(settings));
  }

  private static Circuit circuit(Settings settings) {
    return new Circuit(
        settings.flag("heartwire.hook.circuit.enabled"),
        settings.number("heartwire.hook.circuit.failure-percent", 1, 100),
        settings.number("heartwire.hook.circuit.least-calls", 1, 1_000_000),
        settings.duration(
            "heartwire.hook.circuit.window", Duration.ofMillis(100), Duration.ofHours(1)),
        settings.duration(
            "heartwire.hook.circuit.delay", Duration.ofMillis(10), Duration.ofHours(1)));
  }
}
