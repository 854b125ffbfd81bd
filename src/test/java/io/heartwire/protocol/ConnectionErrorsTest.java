package io.heartwire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.ConnectionId;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.trace.LogFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("the fields of log lines")
class ConnectionErrorsTest {
  private final Map<String, String> fields = new HashMap<>();
  private final ConnectionErrors errors = new ConnectionErrors(new ManualTimeSource());

  @AfterEach
  void logAsBefore() {
    LogFields.toNowhere();
  }

  @Test
  void theLineHasTheIdOfTheConnectionAndNoLineAfterIt() {
    List<Map<String, String>> seen = new ArrayList<>();
    ConnectionId id = ConnectionId.random();
    Handler handler = new Watching(() -> seen.add(Map.copyOf(fields)));
    LogFields.to(
        new LogFields.Sink() {
          @Override
          public void put(String name, String value) {
            fields.put(name, value);
          }

          @Override
          public void remove(String name) {
            fields.remove(name);
          }
        });
    Logger logger = Logger.getLogger(ConnectionErrors.class.getName());
    try (LogCapture log = new LogCapture(ConnectionErrors.class)) {
      logger.addHandler(handler);
      errors.report(id, "Closing after an error", new IllegalStateException("odd"));
      errors.report(id, "Closing after an error", new IllegalStateException("odd"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(seen).containsExactly(Map.of(LogFields.CONNECTION, id.toString()));
    assertThat(fields).isEmpty();
    assertThat(errors.count()).isEqualTo(2);
  }

  private static final class Watching extends Handler {
    private final Runnable then;

    Watching(Runnable then) {
      this.then = then;
    }

    @Override
    public void publish(LogRecord logged) {
      then.run();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
