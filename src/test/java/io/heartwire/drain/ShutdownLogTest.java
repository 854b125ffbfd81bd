package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ShutdownLogTest {
  private final Logger logger = Logger.getLogger(ShutdownLogTest.class.getName());
  private final ShutdownLog announcer = new ShutdownLog(ShutdownLogTest.class);

  @Test
  void mustLogWhereThereIsALog() {
    try (LogCapture log = new LogCapture(ShutdownLogTest.class)) {
      announcer.say(Level.WARNING, "{0} of {1}", 1, "two");

      assertThat(log.lines()).containsExactly("1 of two");
      assertThat(printedWhile(() -> announcer.say(Level.WARNING, "logged"))).isEmpty();
    }
  }

  @Test
  void mustPrintWhereTheLogHasLostItsHandlers() {
    logger.setUseParentHandlers(false);
    try {
      assertThat(printedWhile(() -> announcer.failed("it failed", new Exception("why"))))
          .isEqualTo(ShutdownLogTest.class.getName() + ": it failed: java.lang.Exception: why\n");
    } finally {
      logger.setUseParentHandlers(true);
    }
  }

  private static String printedWhile(Runnable step) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      step.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
