package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import io.heartwire.trace.LogFields;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Fields of log lines by Liberty's {@code LogRecordContext}; its JSON log has them as {@code
 * ext_…}.
 */
@ApplicationScoped
class LogRecordFields {
  private static final Logger LOG = Logger.getLogger(LogRecordFields.class.getName());
  private static final String CONTEXT = "com.ibm.websphere.logging.hpel.LogRecordContext";

  record Sink(MethodHandle adder, MethodHandle remover) implements LogFields.Sink {

    @Override
    public void put(String name, String value) {
      try {
        adder.invokeExact(name, value);
      } catch (Throwable thrown) {
        giveUp(thrown);
      }
    }

    @Override
    public void remove(String name) {
      try {
        boolean unused = (boolean) remover.invokeExact(name);
      } catch (Throwable thrown) {
        giveUp(thrown);
      }
    }

    /** A line without its fields is better than none, and than a failure of what it tells of. */
    private static void giveUp(Throwable failure) {
      LogFields.toNowhere();
      LOG.log(Level.WARNING, "The server's log takes no fields, so lines have none", failure);
    }
  }

  void start(@Observes Startup event) {
    try {
      Class<?> context = Class.forName(CONTEXT);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      LogFields.to(
          new Sink(
              lookup.findStatic(
                  context, "addExtension", methodType(void.class, String.class, String.class)),
              lookup.findStatic(
                  context, "removeExtension", methodType(boolean.class, String.class))));
    } catch (ReflectiveOperationException | LinkageError otherServer) {
      LOG.log(Level.FINE, "The server's log has no fields of its own", otherServer);
    }
  }

  @PreDestroy
  void stop() {
    LogFields.toNowhere();
  }
}
