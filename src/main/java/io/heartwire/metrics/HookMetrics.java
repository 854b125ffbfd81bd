package io.heartwire.metrics;

import io.heartwire.hook.BeanFigures;
import io.heartwire.hook.CallOutcome;
import io.heartwire.hook.CircuitState;
import io.heartwire.hook.Hooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The figures of calls to an application's beans, all together; the readiness names the beans. */
@ApplicationScoped
class HookMetrics {

  void hooks(@Observes Startup event, MetricsRegistry metrics, Hooks hooks) {
    metrics.counter(
        "heartwire_hooks_failed_total",
        "Hooks and RPC handlers that threw or were too slow",
        hooks::failed);
    metrics.counter(
        "heartwire_hook_calls_total",
        "Calls of hooks and RPC handlers, by what became of them",
        "outcome",
        samples -> {
          for (CallOutcome outcome : CallOutcome.values()) {
            samples.sample(outcome.name().toLowerCase(Locale.ROOT), hooks.calls(outcome));
          }
        });
    metrics.gauge(
        "heartwire_hook_calls_under_way",
        "Calls that hold a place now",
        () -> sum(hooks, BeanFigures::underWay));
    metrics.gauge(
        "heartwire_hook_calls_hanging",
        "Calls that timed out and have not ended yet",
        () -> sum(hooks, BeanFigures::hanging));
    metrics.gauge(
        "heartwire_hook_circuits_open",
        "Beans that are not asked, or only tried, since they failed too often",
        () -> sum(hooks, bean -> bean.circuit() == CircuitState.CLOSED ? 0 : 1));
  }

  private static int sum(Hooks hooks, ToIntFunction<BeanFigures> figure) {
    return hooks.figures().stream().mapToInt(figure).sum();
  }
}
