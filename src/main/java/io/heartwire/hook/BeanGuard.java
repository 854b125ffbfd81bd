package io.heartwire.hook;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one of an application's beans from harming anything but what was asked of it.
 *
 * <p>A call takes one of a limited number of places and keeps it until the bean's stage has really
 * ended, not only until the client was told that it took too long: what hangs is bounded, too. Of
 * the calls that have a place a limited number have a thread, while they are in the bean's method;
 * the others wait for one, and are given up when their time is over. A stage that never ends loses
 * its place some time after its time-out, since otherwise a bean that forgets one answer in a
 * million would come to be refused for good. A thread that never comes back is not replaced. The
 * end of each call that was made is told to the circuit once, by a time-out at the latest.
 *
 * <p>Safe for use by any thread; none but those of the application enters the bean.
 */
final class BeanGuard {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());

  private final String bean;
  private final HookConfig config;
  private final ApplicationThreads threads;
  private final BoundedExecutor turns;
  private final BeanCircuit circuit;
  private final LogThrottle log;
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private final Map<CallOutcome, LongAdder> calls = new EnumMap<>(CallOutcome.class);

  BeanGuard(String bean, HookConfig config, ApplicationThreads threads, TimeSource time) {
    this.bean = bean;
    this.config = config;
    this.threads = threads;
    this.turns = new BoundedExecutor(threads, config.maxThreads());
    this.circuit = new BeanCircuit(bean, config.circuit());
    this.log = new LogThrottle(time);
    Arrays.stream(CallOutcome.values()).forEach(each -> calls.put(each, new LongAdder()));
  }

  /** What the bean answers, or why it did not; never throws what the bean throws. */
  <T> CompletionStage<T> call(Callable<CompletionStage<T>> question) {
    if (places.incrementAndGet() > config.maxCalls()) {
      return turnAway(CallOutcome.BUSY);
    }
    if (circuit.refuses()) {
      return turnAway(CallOutcome.CIRCUIT_OPEN);
    }
    GuardedCall<T> call = new GuardedCall<>(question, threads, circuit);
    try {
      turns.execute(call);
    } catch (RejectedExecutionException stopping) {
      return turnAway(CallOutcome.BUSY);
    }
    return inTime(call.answer()).handle((value, failure) -> judge(call, value, failure));
  }

  BeanFigures figures() {
    Map<CallOutcome, Long> totals = new EnumMap<>(CallOutcome.class);
    calls.forEach((outcome, count) -> totals.put(outcome, count.sum()));
    return new BeanFigures(bean, circuit.state(), places.get(), hanging.get(), totals);
  }

  private <T> CompletionStage<T> turnAway(CallOutcome why) {
    return CompletableFuture.failedStage(refuse(why));
  }

  /** Gives the place back. */
  private HookUnavailableException refuse(CallOutcome why) {
    places.decrementAndGet();
    count(why);
    return new HookUnavailableException(bean, why);
  }

  private <T> CompletableFuture<T> inTime(CompletableFuture<T> answer) {
    return answer.isDone()
        ? answer
        : answer.copy().orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The answer has come, or the time is over. */
  private <T> T judge(GuardedCall<T> call, @Nullable T value, @Nullable Throwable thrown) {
    boolean isOver = call.answer().isDone();
    if (!isOver && call.giveUp()) {
      turns.remove(call);
      throw refuse(CallOutcome.BUSY);
    }
    if (call.isRefused()) {
      throw refuse(CallOutcome.CIRCUIT_OPEN);
    }
    if (isOver) {
      places.decrementAndGet();
    } else {
      hang(call);
    }
    if (thrown == null && value != null) {
      answered(call);
      return value;
    }
    Throwable failure =
        thrown == null ? new NullPointerException(GuardedCall.NO_ANSWER) : Hooks.causeOf(thrown);
    if (failure instanceof ApplicationAnswer) {
      answered(call);
    } else {
      failed(call, failure, isOver ? CallOutcome.FAILED : CallOutcome.TIMED_OUT);
    }
    throw new CompletionException(failure);
  }

  private void answered(GuardedCall<?> call) {
    count(CallOutcome.ANSWERED);
    circuit.succeeded(call.epoch());
  }

  private void failed(GuardedCall<?> call, Throwable failure, CallOutcome outcome) {
    count(outcome);
    circuit.failed(call.epoch());
    if (log.permits()) {
      LOG.log(
          Level.WARNING,
          failure,
          () -> bean + " failed, or took longer than heartwire.hook.timeout");
    }
  }

  /**
   * A call that timed out: its place is free once it ends, or once nobody believes it ever will.
   */
  private void hang(GuardedCall<?> call) {
    hanging.incrementAndGet();
    CompletableFuture<?> answer = call.answer();
    var unused =
        answer
            .copy()
            .orTimeout(config.abandonAfter().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (value, failure) -> {
                  if (call.isInside()) {
                    var unusedLater = answer.whenComplete((late, thrown) -> leaveAfterHanging());
                    return;
                  }
                  if (!answer.isDone()) {
                    count(CallOutcome.ABANDONED);
                  }
                  leaveAfterHanging();
                });
  }

  private void leaveAfterHanging() {
    hanging.decrementAndGet();
    places.decrementAndGet();
  }

  private void count(CallOutcome outcome) {
    Objects.requireNonNull(calls.get(outcome)).increment();
  }
}
