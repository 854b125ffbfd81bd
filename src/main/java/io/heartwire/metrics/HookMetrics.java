package io.heartwire.metrics;

import static io.heartwire.metrics.Gauges.gauge;

import io.heartwire.hook.BeanFigures;
import io.heartwire.hook.CallOutcome;
import io.heartwire.hook.CircuitState;
import io.heartwire.hook.Hooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The figures of calls to an application's beans, all together; the readiness names the beans. */
@ApplicationScoped
class HookMetrics {

  void hooks(@Observes Startup event, MetricRegistry metrics, Hooks hooks) {
    gauge(
        metrics,
        "heartwire_hooks_failed",
        "Hooks and RPC handlers that threw or were too slow, since the start",
        hooks::failed);
    for (CallOutcome outcome : CallOutcome.values()) {
      gauge(
          metrics,
          "heartwire_hook_calls",
          "Calls of hooks and RPC handlers since the start, by what became of them",
          () -> hooks.calls(outcome),
          new Tag("outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }
    gauge(
        metrics,
        "heartwire_hook_calls_under_way",
        "Calls that hold a place now",
        () -> sum(hooks, BeanFigures::underWay));
    gauge(
        metrics,
        "heartwire_hook_calls_hanging",
        "Calls that timed out and have not ended yet",
        () -> sum(hooks, BeanFigures::hanging));
    gauge(
        metrics,
        "heartwire_hook_circuits_open",
        "Beans that are not asked, or only tried, since they failed too often",
        () -> sum(hooks, bean -> bean.circuit() == CircuitState.CLOSED ? 0 : 1));
  }

  private static int sum(Hooks hooks, ToIntFunction<BeanFigures> figure) {
    return hooks.figures().stream().mapToInt(figure).sum();
  }
}
