package io.heartwire.trace;

/**
 * Fields that the present thread's log lines have besides their text, where the server's log can
 * show some: as JSON on Open Liberty. Elsewhere nothing happens.
 *
 * <p>For any thread, each of which has fields of its own.
 */
public final class LogFields {
  /** The id of the connection that a line is about. */
  public static final String CONNECTION = "connection_id";

  /** The id of the trace that a line belongs to. */
  public static final String TRACE = "trace_id";

  /** The server's log. It throws nothing. */
  public interface Sink {
    void put(String name, String value);

    void remove(String name);
  }

  private static final Sink NOWHERE =
      new Sink() {
        @Override
        public void put(String name, String value) {}

        @Override
        public void remove(String name) {}
      };

  private static volatile Sink sink = NOWHERE;

  private LogFields() {}

  /** Where they go from now on. */
  public static void to(Sink log) {
    sink = log;
  }

  /** They go nowhere from now on. */
  public static void toNowhere() {
    sink = NOWHERE;
  }

  /** Logs something about a connection. */
  public static void about(Object connection, Runnable log) {
    put(CONNECTION, connection.toString());
    try {
      log.run();
    } finally {
      remove(CONNECTION);
    }
  }

  static void put(String name, String value) {
    sink.put(name, value);
  }

  static void remove(String name) {
    sink.remove(name);
  }
}
