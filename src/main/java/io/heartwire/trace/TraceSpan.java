package io.heartwire.trace;

import org.jspecify.annotations.Nullable;

/** One step of a trace. Begun by one thread, ended once, by any. */
public interface TraceSpan {
  /** What is not traced. */
  TraceSpan NONE =
      new TraceSpan() {
        @Override
        public @Nullable String context() {
          return null;
        }

        @Override
        public @Nullable String sampledContext() {
          return null;
        }

        @Override
        public TraceSpan set(String name, String value) {
          return this;
        }

        @Override
        public TraceSpan set(String name, long value) {
          return this;
        }

        @Override
        public Entered enter() {
          return Entered.NOTHING;
        }

        @Override
        public void end(@Nullable Throwable failure) {}
      };

  /** The present thread works for a span. Closed by the same thread. */
  @FunctionalInterface
  interface Entered extends AutoCloseable {
    Entered NOTHING = () -> {};

    @Override
    void close();
  }

  /** The parent of what this step causes in this process, sampled or not; null = not traced. */
  @Nullable String context();

  /** The parent of what this step causes anywhere; null if nobody records it. */
  @Nullable String sampledContext();

  TraceSpan set(String name, String value);

  TraceSpan set(String name, long value);

  /** What the thread does until it closes this, belongs to the span, its log lines included. */
  Entered enter();

  /**
   * The step is over.
   *
   * @param failure why it failed, or null
   */
  void end(@Nullable Throwable failure);
}
