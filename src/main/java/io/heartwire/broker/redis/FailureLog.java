package io.heartwire.broker.redis;

import io.heartwire.broker.EngineState;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts failures of one kind, and logs one a second. While Redis is away they are no news: the
 * link has said it. Safe for use by any thread.
 */
final class FailureLog {
  private static final Logger LOG = Logger.getLogger(FailureLog.class.getName());

  private final RedisLink link;
  private final String what;
  private final LogThrottle throttle;
  private final LongAdder count = new LongAdder();

  /**
   * @param what happened and what comes of it, in words
   */
  FailureLog(RedisLink link, TimeSource time, String what) {
    this.link = link;
    this.what = what;
    this.throttle = new LogThrottle(time);
  }

  /** It failed, if there is a failure. */
  void add(@Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    count.increment();
    if (link.state().status() == EngineState.Status.UP && throttle.permits()) {
      LOG.log(Level.WARNING, "{0}: {1}", new Object[] {what, Replies.causeOf(failure)});
    }
  }

  long count() {
    return count.sum();
  }
}
