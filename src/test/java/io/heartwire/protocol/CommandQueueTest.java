package io.heartwire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.InputBudget;
import io.heartwire.testkit.Race;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
  private static final int MOST_BYTES = 1000;

  private static final int MANY = 100_000;

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Runnable> resume = new AtomicReference<>();
  private volatile boolean open = true;
  private final CommandQueue sequence = sequence(3);

  @Test
  void aStepBeginsAtOnceIfNoneIsUnderWay() {
    assertThat(add("a")).isTrue();
    assertThat(add("b")).isTrue();

    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void aStepBeginsWhenTheOneBeforeIsDone() {
    CompletableFuture<String> a = addSlow("a");
    CompletableFuture<String> b = addSlow("b");
    add("c");
    assertThat(done).containsExactly("a");

    a.complete("");
    assertThat(done).containsExactly("a", "b");
    b.complete("");
    assertThat(done).containsExactly("a", "b", "c");
    add("d");
    assertThat(done).last().isEqualTo("d");
  }

  @Test
  void asManyMayWaitAsTheLimitSaysBesidesTheOneUnderWay() {
    CompletableFuture<String> under = addSlow("under way");
    for (int i = 0; i < 3; i++) {
      assertThat(add("w" + i)).isTrue();
    }
    assertThat(add("one too many")).isFalse();

    under.complete("");
    assertThat(done).containsExactly("under way", "w0", "w1", "w2");
    assertThat(add("again")).isTrue();
  }

  @Test
  void whatAStepFailsWithIsToldAndTheNextOneFollows() {
    IllegalStateException thrown = new IllegalStateException("thrown");
    IllegalStateException failed = new IllegalStateException("failed");
    IllegalStateException late = new IllegalStateException("late");
    sequence.add(
        () -> {
          throw thrown;
        });
    sequence.add(() -> CompletableFuture.failedStage(failed));
    CompletableFuture<String> slow = addSlow("slow");
    add("next");
    slow.completeExceptionally(late);

    assertThat(failures).containsExactly(thrown, failed, late);
    assertThat(done).containsExactly("slow", "next");
  }

  @Test
  void anErrorIsToldAsAnyFailureAndTheNextOneFollows() {
    NoClassDefFoundError error = new NoClassDefFoundError("the application lacks a class");
    sequence.add(
        () -> {
          throw error;
        });
    add("next");

    assertThat(failures).containsExactly(error);
    assertThat(done).containsExactly("next");
  }

  @Test
  void aStepWithoutAStageFailsAndTheNextOneFollows() {
    sequence.add(() -> null);
    add("next");

    assertThat(failures).singleElement().isInstanceOf(NullPointerException.class);
    assertThat(done).containsExactly("next");
  }

  @Test
  void whatItFailsWithIsTheCauseAndNotItsWrapping() {
    IllegalStateException cause = new IllegalStateException("cause");
    CompletableFuture<String> slow = new CompletableFuture<>();
    sequence.add(() -> slow.thenApply(text -> text));
    slow.completeExceptionally(cause);
    sequence.add(() -> CompletableFuture.failedFuture(cause).thenApply(text -> text));

    assertThat(failures).containsExactly(cause, cause);
  }

  @Test
  void nothingBeginsWhileTheGateIsClosed() {
    open = false;
    add("a");
    add("b");
    assertThat(done).isEmpty();

    open = true;
    resume();
    assertThat(done).containsExactly("a", "b");
    add("c");
    assertThat(done).last().isEqualTo("c");
  }

  @Test
  void theGateIsAskedBeforeEachStep() {
    CompletableFuture<String> a = addSlow("a");
    add("b");
    open = false;
    a.complete("");
    assertThat(done).containsExactly("a");

    add("c");
    assertThat(done).as("others must not get in before").containsExactly("a");
    open = true;
    resume();
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void whatWaitsBehindTheGateCountsToo() {
    open = false;
    for (int i = 0; i < 3; i++) {
      assertThat(add("w" + i)).isTrue();
    }
    assertThat(add("one too many")).isFalse();
  }

  @Test
  void closingForgetsWhatWaitsAndWhatComes() {
    CompletableFuture<String> under = addSlow("under way");
    add("waiting");
    sequence.close();
    assertThat(add("late")).as("nobody will miss it").isTrue();
    under.completeExceptionally(new IllegalStateException("its own end is told"));

    assertThat(done).containsExactly("under way");
    assertThat(failures).hasSize(1);
  }

  @Test
  void aStepMayAddTheNext() {
    sequence.add(
        () -> {
          add("inner");
          done.add("outer");
          return CompletableFuture.completedStage("");
        });

    assertThat(done).containsExactly("outer", "inner");
  }

  @Test
  void anyNumberOfStepsThatAreDoneAtOnceFollowEachOther() {
    CommandQueue roomy = sequence(MANY);
    AtomicInteger count = new AtomicInteger();
    CompletableFuture<String> first = new CompletableFuture<>();
    roomy.add(() -> first);
    for (int i = 0; i < MANY; i++) {
      roomy.add(() -> CompletableFuture.completedStage(count.incrementAndGet()));
    }
    first.complete("");

    assertThat(count).hasValue(MANY);
  }

  @Test
  void anyNumberOfStepsThatAnotherThreadEndsFollowEachOther() throws InterruptedException {
    CommandQueue roomy = sequence(MANY);
    CountDownLatch ended = new CountDownLatch(MANY);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < MANY; i++) {
        roomy.add(() -> CompletableFuture.runAsync(ended::countDown, other));
      }
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      other.shutdownNow();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void anyNumberOfStepsThatEndJustWhenTheyAreLookedAtFollowEachOther() {
    CommandQueue roomy = sequence(MANY);
    AtomicInteger count = new AtomicInteger();
    CompletableFuture<String> first = new CompletableFuture<>();
    roomy.add(() -> first);
    for (int i = 0; i < MANY; i++) {
      roomy.add(
          () -> {
            count.incrementAndGet();
            return new EndsWhenLookedAt();
          });
    }
    first.complete("");

    assertThat(count).hasValue(MANY);
  }

  @Test
  void stepsOfManyThreadsAreDoneOneAtATime() {
    CommandQueue roomy = sequence(MANY);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService other = Executors.newFixedThreadPool(2);
    List<Future<?>> ends = Collections.synchronizedList(new ArrayList<>());
    try {
      Race.among(
          4,
          number -> {
            for (int i = 0; i < 2000; i++) {
              roomy.add(
                  () -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    CompletableFuture<Void> end =
                        CompletableFuture.runAsync(underWay::decrementAndGet, other);
                    ends.add(end);
                    return end;
                  });
            }
          });
      CountDownLatch last = new CountDownLatch(1);
      roomy.add(
          () -> {
            last.countDown();
            return CompletableFuture.completedStage("");
          });
      assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    } finally {
      other.shutdownNow();
    }
    assertThat(ends).hasSize(8000);
    assertThat(most).hasValue(1);
  }

  /** As if another thread ended it between the look and the registration. */
  private static final class EndsWhenLookedAt extends CompletableFuture<String> {

    @Override
    public boolean isDone() {
      boolean was = super.isDone();
      complete("");
      return was;
    }
  }

  private CommandQueue sequence(int mostWaiting) {
    return new CommandQueue(
        mostWaiting,
        MOST_BYTES,
        new InputBudget(1 << 30),
        later -> {
          resume.set(later);
          return open;
        },
        failures::add);
  }

  private void resume() {
    Runnable later = resume.get();
    assertThat(later).isNotNull();
    later.run();
  }

  private boolean add(String name) {
    return sequence.add(
        () -> {
          done.add(name);
          return CompletableFuture.completedStage(name);
        });
  }

  private CompletableFuture<String> addSlow(String name) {
    CompletableFuture<String> end = new CompletableFuture<>();
    assertThat(
            sequence.add(
                () -> {
                  done.add(name);
                  return end;
                }))
        .isTrue();
    return end;
  }

  @Test
  void whatWaitsHoldsNoMoreThanSoManyBytes() {
    CompletableFuture<String> slow = new CompletableFuture<>();
    CommandQueue roomy = sequence(100);
    assertThat(roomy.add(() -> slow, 10L * MOST_BYTES)).as("it begins at once").isTrue();
    assertThat(roomy.add(() -> slow, 2L * MOST_BYTES)).as("one may be larger").isTrue();
    assertThat(roomy.add(() -> slow, 1)).isFalse();

    slow.complete("");

    assertThat(roomy.add(() -> slow, MOST_BYTES)).isTrue();
  }
}
