package io.heartwire.hook;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one of an application's beans from harming anything but what was asked of it.
 *
 * <p>A call takes one of a limited number of places and keeps it until the bean's stage has really
 * ended, not only until the client was told that it took too long: what hangs is bounded, too. A
 * stage that never ends loses its place some time after its time-out, since otherwise a bean that
 * forgets one answer in a million would come to be refused for good. Each call's end is told to the
 * circuit once, by a time-out at the latest.
 *
 * <p>Safe for use by any thread.
 */
final class Guard {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());

  private final String bean;
  private final HookConfig config;
  private final TimeSource time;
  private final Circuit circuit;
  private final LogThrottle log;
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();

  /** Calls whose threads are in the bean's method now. */
  private final Set<Call> inside = ConcurrentHashMap.newKeySet();

  private final Map<CallOutcome, LongAdder> calls = new EnumMap<>(CallOutcome.class);

  Guard(String bean, HookConfig config, TimeSource time) {
    this.bean = bean;
    this.config = config;
    this.time = time;
    this.circuit = new Circuit(bean, config.circuit());
    this.log = new LogThrottle(time);
    Arrays.stream(CallOutcome.values()).forEach(each -> calls.put(each, new LongAdder()));
  }

  /** What the bean answers, or why it did not; never throws what the bean throws. */
  <T> CompletionStage<T> call(Supplier<CompletionStage<T>> question) {
    if (places.incrementAndGet() > config.maxCalls()) {
      return turnAway(CallOutcome.BUSY);
    }
    if (!circuit.permits()) {
      return turnAway(CallOutcome.CIRCUIT_OPEN);
    }
    Call call = new Call(time.nanos(), circuit.epoch());
    CompletableFuture<T> answer = enter(call, question);
    CompletableFuture<T> inTime = call.isSettled() ? tooLate() : inTime(answer);
    return inTime
        .thenApply(value -> Objects.requireNonNull(value, "the answer is null"))
        .whenComplete(
            (value, failure) -> {
              leave(answer);
              settle(call, failure == null ? null : Hooks.causeOf(failure), answer.isDone());
            });
  }

  /**
   * Judges the calls whose threads have not come back from the bean: nobody can answer their
   * clients, but the circuit has to know.
   */
  void tick(long now) {
    for (Call call : inside) {
      if (now - call.began > config.timeout().toNanos()) {
        settle(call, new TimeoutException("its thread is blocked"), false);
      }
    }
  }

  BeanFigures figures() {
    Map<CallOutcome, Long> totals = new EnumMap<>(CallOutcome.class);
    calls.forEach((outcome, count) -> totals.put(outcome, count.sum()));
    return new BeanFigures(bean, circuit.state(), places.get(), hanging.get(), totals);
  }

  private <T> CompletionStage<T> turnAway(CallOutcome why) {
    places.decrementAndGet();
    count(why);
    return CompletableFuture.failedStage(new HookUnavailableException(bean, why));
  }

  private <T> CompletableFuture<T> enter(Call call, Supplier<CompletionStage<T>> question) {
    inside.add(call);
    try {
      return question.get().toCompletableFuture();
    } catch (RuntimeException | Error thrown) {
      return CompletableFuture.failedFuture(thrown);
    } finally {
      inside.remove(call);
    }
  }

  private <T> CompletableFuture<T> inTime(CompletableFuture<T> answer) {
    return answer.isDone()
        ? answer
        : answer.copy().orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Its thread came back, but its client has been given up. */
  private static <T> CompletableFuture<T> tooLate() {
    return CompletableFuture.failedFuture(new TimeoutException("its thread was blocked"));
  }

  private void leave(CompletableFuture<?> answer) {
    if (answer.isDone()) {
      places.decrementAndGet();
    } else {
      abandonLater(answer);
    }
  }

  /**
   * A call that timed out: its place is free once it ends, or once nobody believes it ever will.
   */
  private void abandonLater(CompletableFuture<?> answer) {
    hanging.incrementAndGet();
    var unused =
        answer
            .copy()
            .orTimeout(config.abandonAfter().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (value, failure) -> {
                  hanging.decrementAndGet();
                  places.decrementAndGet();
                  if (!answer.isDone()) {
                    count(CallOutcome.ABANDONED);
                  }
                });
  }

  /**
   * @param isOver whether the bean's stage has ended; if not, it was the time that ended
   */
  private void settle(Call call, @Nullable Throwable failure, boolean isOver) {
    if (!call.settle()) {
      return;
    }
    if (failure == null || failure instanceof Answer) {
      count(CallOutcome.ANSWERED);
      circuit.succeeded(call.epoch);
      return;
    }
    count(isOver ? CallOutcome.FAILED : CallOutcome.TIMED_OUT);
    circuit.failed(call.epoch);
    if (log.permits()) {
      LOG.log(
          Level.WARNING,
          failure,
          () -> bean + " failed, or took longer than heartwire.hook.timeout");
    }
  }

  private void count(CallOutcome outcome) {
    Objects.requireNonNull(calls.get(outcome)).increment();
  }

  /** A call that was let in. Its end counts once, whoever finds out first. */
  private static final class Call {
    final long began;
    final int epoch;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * @param began {@code TimeSource} nanoseconds
     * @param epoch of the circuit when it let the call in
     */
    Call(long began, int epoch) {
      this.began = began;
      this.epoch = epoch;
    }

    boolean settle() {
      return settled.compareAndSet(false, true);
    }

    boolean isSettled() {
      return settled.get();
    }
  }
}
