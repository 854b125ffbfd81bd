package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.Stages;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class JtaTransactionsTest {
  private static final QueueName WORK = new QueueName("work:a");

  private final Transaction transaction = new Transaction();
  private final AfterCommit transactions = new JtaTransactions(transaction);
  private final List<String> sent = new ArrayList<>();

  @Test
  void withoutATransactionAMessageIsSentAtOnce() {
    transaction.status = Status.STATUS_NO_TRANSACTION;
    assertThat(Stages.now(send("a"))).isEqualTo("a");
  }

  @Test
  void withinOneItIsSentAfterTheCommitInOrder() {
    CompletionStage<String> first = send("a");
    CompletionStage<String> second = send("b");
    assertThat(sent).isEmpty();
    transaction.end(Status.STATUS_COMMITTED);

    assertThat(sent).containsExactly("a", "b");
    assertThat(Stages.now(first)).isEqualTo("a");
    assertThat(Stages.now(second)).isEqualTo("b");
  }

  @Test
  void oneThatCannotBeSentKeepsNoneOfTheOthersBack() {
    CompletionStage<String> bad =
        transactions.run(
            WORK,
            () -> {
              throw new IllegalStateException("no");
            });
    CompletionStage<String> good = send("b");
    transaction.end(Status.STATUS_COMMITTED);

    assertThat(Stages.failureOf(bad)).hasMessage("no");
    assertThat(Stages.now(good)).isEqualTo("b");
  }

  @Test
  void whereTheTransactionIsTooFarToSayHowItEndsEachSendingFails() {
    transaction.refuses = true;
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> send("a")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void afterARollbackNothingIsSentAndTheStageSaysSo() {
    CompletionStage<String> done = send("a");
    transaction.end(Status.STATUS_ROLLEDBACK);

    assertThat(sent).isEmpty();
    assertThat(Stages.failureOf(done)).hasMessageContaining("did not commit");
  }

  @Test
  void inOneThatIsMarkedForRollbackSendingFailsAtOnce() {
    transaction.status = Status.STATUS_MARKED_ROLLBACK;
    assertThat(Stages.failureOf(send("a"))).isInstanceOf(QueueException.class);
  }

  @Test
  void oneTransactionSendsSoManyAndNoMore() {
    for (int i = 0; i < JtaTransactions.MOST_PER_TRANSACTION; i++) {
      send("a");
    }
    assertThat(Stages.failureOf(send("more"))).hasMessageContaining("10000");
    transaction.end(Status.STATUS_COMMITTED);

    assertThat(sent).hasSize(JtaTransactions.MOST_PER_TRANSACTION);
  }

  private CompletionStage<String> send(String text) {
    return transactions.run(
        WORK,
        () -> {
          sent.add(text);
          return CompletableFuture.completedStage(text);
        });
  }

  /** A transaction in the hand of the test. */
  private static final class Transaction implements TransactionSynchronizationRegistry {
    int status = Status.STATUS_ACTIVE;
    boolean refuses;
    private final List<Synchronization> told = new ArrayList<>();
    private final Map<Object, Object> resources = new HashMap<>();

    void end(int with) {
      told.forEach(Synchronization::beforeCompletion);
      status = with;
      told.forEach(each -> each.afterCompletion(with));
    }

    @Override
    public Object getTransactionKey() {
      return this;
    }

    @Override
    public void putResource(Object key, Object value) {
      resources.put(key, value);
    }

    @Override
    public Object getResource(Object key) {
      return resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
      if (refuses) {
        throw new IllegalStateException("it is being committed");
      }
      told.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
      return status;
    }

    @Override
    public void setRollbackOnly() {
      status = Status.STATUS_MARKED_ROLLBACK;
    }

    @Override
    public boolean getRollbackOnly() {
      return status == Status.STATUS_MARKED_ROLLBACK;
    }
  }
}
