package io.heartwire.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.trace.LogFields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogRecordFieldsTest {
  @AfterEach
  void forgetTheServer() {
    LogFields.toNowhere();
  }

  @Test
  void whatIsLoggedAboutAConnectionIsLoggedAlsoWhereTheServerTakesNoFields() {
    MethodHandle failing =
        MethodHandles.insertArguments(
            MethodHandles.throwException(void.class, RuntimeException.class),
            0,
            new IllegalStateException("no fields"));
    MethodHandle adder = MethodHandles.dropArguments(failing, 0, String.class, String.class);
    AtomicInteger lines = new AtomicInteger();
    try (LogCapture log = new LogCapture(LogRecordFields.class)) {
      LogFields.to(new LogRecordFields.Sink(adder, adder));

      LogFields.about("a connection", lines::incrementAndGet);
      LogFields.about("a connection", lines::incrementAndGet);

      assertThat(lines).hasValue(2);
      assertThat(log.lines()).as("once for all").hasSize(1);
    }
  }
}
