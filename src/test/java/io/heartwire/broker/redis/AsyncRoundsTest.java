package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.QueuedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AsyncRoundsTest {
  private final QueuedThreads threads = new QueuedThreads();
  private final List<CompletableFuture<Boolean>> begun = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final AsyncRounds rounds = new AsyncRounds(threads, this::begin, failures::add);

  @Test
  void manyRequestsDuringARoundLeadToOneMore() {
    rounds.request();
    threads.runAll();
    rounds.request();
    rounds.request();
    threads.runAll();
    assertThat(begun).hasSize(1);

    begun.get(0).complete(false);
    threads.runAll();
    assertThat(begun).hasSize(2);
    begun.get(1).complete(false);
    threads.runAll();
    assertThat(begun).hasSize(2);
  }

  @Test
  void aRoundThatHasMoreToDoIsFollowedByAnother() {
    rounds.request();
    threads.runAll();
    begun.get(0).complete(true);
    threads.runAll();
    assertThat(begun).hasSize(2);
  }

  @Test
  void afterAFailureTheNextRequestBeginsAnew() {
    rounds.request();
    threads.runAll();
    begun.get(0).completeExceptionally(new IllegalStateException("on purpose"));
    threads.runAll();
    assertThat(failures).hasSize(1);
    assertThat(begun).hasSize(1);

    rounds.request();
    threads.runAll();
    assertThat(begun).hasSize(2);
  }

  @Test
  void aRoundThatThrowsHasFailed() {
    AsyncRounds throwing =
        new AsyncRounds(
            threads,
            () -> {
              throw new IllegalStateException("on purpose");
            },
            failures::add);
    throwing.request();
    threads.runAll();
    throwing.request();
    threads.runAll();
    assertThat(failures).hasSize(2);
  }

  @Test
  void withoutThreadsNothingHappens() {
    threads.stop();
    rounds.request();
    assertThat(begun).isEmpty();
  }

  private CompletableFuture<Boolean> begin() {
    CompletableFuture<Boolean> round = new CompletableFuture<>();
    begun.add(round);
    return round;
  }
}
