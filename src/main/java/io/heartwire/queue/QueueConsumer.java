package io.heartwire.queue;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Makes a public method of a bean a consumer of a queue.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Billing {
 *
 *   @QueueConsumer("orders")
 *   public void bill(Order order) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>It has one parameter: a {@link io.heartwire.broker.QueueMessage}, a {@link
 * io.heartwire.broker.Payload}, a {@code String}, or a type that the message's JSON is made to. It
 * is called on a thread that may block, with a request scope of its own. When it returns, or the
 * {@code CompletionStage} that it returns completes, the message is acknowledged; when it throws,
 * the message is delivered again. A {@link RejectedMessageException}, and JSON that is not of the
 * parameter's type, make it a dead letter at once.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface QueueConsumer {

  /** The name of the queue. */
  String value();

  /** How many messages the method is called with at the same time, on each node. */
  int concurrency() default 1;

  /**
   * How long a message is kept back after the method has thrown, up to 365 days; written as in the
   * settings.
   */
  String retryAfter() default "1s";
}
