package io.heartwire.queue;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Does what is asked at once, or after the commit of the caller's transaction if there is one. */
interface AfterCommit {

  <T> CompletionStage<T> run(QueueName queue, Supplier<CompletionStage<T>> step);

  /** Where there are no transactions. */
  AfterCommit NONE =
      new AfterCommit() {
        @Override
        public <T> CompletionStage<T> run(QueueName queue, Supplier<CompletionStage<T>> step) {
          return step.get();
        }
      };

  /** By what the server has: without transactions there is no registry, and perhaps no API. */
  @SuppressWarnings("BanJNDI") // a constant name, of the server's own
  static AfterCommit find() {
    try {
      Object registry = new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry");
      return JtaTransactions.of(registry);
    } catch (NamingException | LinkageError none) {
      Logger.getLogger(Queues.class.getName())
          .log(Level.FINE, "There are no transactions here: messages are sent at once", none);
      return NONE;
    }
  }
}
