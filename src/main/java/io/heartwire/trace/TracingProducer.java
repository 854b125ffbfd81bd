package io.heartwire.trace;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds out once whether there is anything to trace with. */
@Singleton
class TracingProducer {
  private static final Logger LOG = Logger.getLogger(TracingProducer.class.getName());

  private final Instance<Object> beans;

  @Inject
  TracingProducer(@Any Instance<Object> beans) {
    this.beans = beans;
  }

  @Produces
  @Singleton
  Tracing tracing() {
    Tracing found = find();
    if (found != null) {
      LOG.info("Traces are on, by the server's OpenTelemetry");
    }
    return found == null ? Tracing.NONE : found;
  }

  private @Nullable Tracing find() {
    try {
      return OpenTelemetryTracing.find(beans);
    } catch (LinkageError missing) { // a server without OpenTelemetry
      LOG.log(Level.FINE, "There is no OpenTelemetry, so there are no traces", missing);
      return null;
    } catch (RuntimeException broken) {
      LOG.log(
          Level.WARNING,
          "The server's OpenTelemetry does not work, so there are no traces",
          broken);
      return null;
    }
  }
}
