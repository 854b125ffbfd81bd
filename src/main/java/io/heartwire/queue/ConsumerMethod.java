package io.heartwire.queue;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueMessage;
import io.heartwire.config.DurationSyntax;
import io.heartwire.hook.ApplicationThreads;
import io.heartwire.hook.Hooks;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One method of a bean that consumes. It is in as many calls at once as it may have messages
 * unacknowledged. Safe for use by any thread.
 */
final class ConsumerMethod implements QueueReceiver {
  private static final Logger LOG = Logger.getLogger(ConsumerMethod.class.getName());
  private static final Duration STOPPING = Duration.ofSeconds(1);

  private final Object bean;
  private final Method method;
  private final ApplicationThreads threads;
  private final QueueName queue;
  private final int concurrency;
  private final Duration retryAfter;
  private final LogThrottle throttle;
  private final Set<QueueDelivery> waiting = ConcurrentHashMap.newKeySet(); // for a thread

  /**
   * @throws IllegalStateException if the method or its annotation is not as it must be
   */
  ConsumerMethod(Object bean, Method method, ApplicationThreads threads, TimeSource time) {
    QueueConsumer said = method.getAnnotation(QueueConsumer.class);
    this.bean = bean;
    this.method = method;
    this.threads = threads;
    this.concurrency = said.concurrency();
    this.throttle = new LogThrottle(time);
    this.queue =
        QueueName.parse(said.value())
            .orElseThrow(() -> wrong("its queue's name must be " + QueueName.RULE));
    try {
      this.retryAfter = DurationSyntax.parse(said.retryAfter());
    } catch (IllegalArgumentException bad) {
      throw wrong("retryAfter must be a duration, such as 500ms, 25s or 2m");
    }
    if (retryAfter.isNegative() || retryAfter.compareTo(QueueDraft.LONGEST) > 0) {
      throw wrong("retryAfter must be from 0 to %d days".formatted(QueueDraft.LONGEST.toDays()));
    }
    if (concurrency < 1) {
      throw wrong("concurrency must be 1 or more");
    }
    if (!Modifier.isPublic(method.getModifiers())
        || Modifier.isStatic(method.getModifiers())
        || method.getParameterCount() != 1) {
      throw wrong("it must be public, not static, and have one parameter");
    }
    method.setAccessible(true); // public, of a class that may not be
  }

  /** The methods of a class that are to consume, those that can't among them. */
  static List<Method> in(Class<?> type) {
    try {
      Stream<Method> hidden =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> !Modifier.isPublic(method.getModifiers()));
      return Stream.concat(Arrays.stream(type.getMethods()), hidden)
          .filter(method -> method.isAnnotationPresent(QueueConsumer.class) && !method.isBridge())
          .toList();
    } catch (LinkageError incomplete) { // a class of which the server has only a part
      LOG.log(Level.FINE, "No consumers in a class that is not complete", incomplete);
      return List.of();
    }
  }

  QueueName queue() {
    return queue;
  }

  int concurrency() {
    return concurrency;
  }

  @Override
  public void deliver(QueueDelivery delivery) {
    waiting.add(delivery);
    try {
      threads.execute(
          () -> {
            if (waiting.remove(delivery)) {
              process(delivery);
            } else { // it is another's: this one may have the next
              var unused = delivery.giveBack(Duration.ZERO, "");
            }
          });
    } catch (RejectedExecutionException stopping) {
      waiting.remove(delivery);
      var unused = delivery.giveBack(STOPPING, "the application stops");
    }
  }

  @Override
  public void lost(QueueDelivery delivery) {
    waiting.remove(delivery);
    if (throttle.permits()) {
      LOG.log(
          Level.WARNING,
          "{0} has not processed message {1} of queue {2} in time; it goes to another consumer",
          new Object[] {method, delivery.message().id(), queue});
    }
  }

  /** When the call ends. */
  @Override
  public boolean settlesWhatItLost() {
    return true;
  }

  private void process(QueueDelivery delivery) {
    try {
      Object argument = argument(delivery.message());
      Object result = threads.inRequest(() -> call(argument));
      if (result instanceof CompletionStage<?> stage) {
        stage.whenComplete((done, failure) -> end(delivery, failure));
      } else {
        end(delivery, null);
      }
    } catch (Exception | Error failure) {
      end(delivery, failure);
    }
  }

  private @Nullable Object call(Object argument) throws Exception {
    try {
      return method.invoke(bean, argument);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw thrown;
    }
  }

  private Object argument(QueueMessage message) {
    Class<?> type = method.getParameterTypes()[0];
    if (type == QueueMessage.class) {
      return message;
    } else if (type == Payload.class) {
      return message.data();
    } else if (type == String.class) {
      return message.data().asText();
    }
    try {
      return message.data().as(type);
    } catch (IllegalArgumentException unreadable) {
      throw new RejectedMessageException(String.valueOf(unreadable.getMessage()));
    }
  }

  private void end(QueueDelivery delivery, @Nullable Throwable failure) {
    if (failure == null) {
      var unused = delivery.acknowledge();
      return;
    }
    Throwable cause = Hooks.causeOf(failure);
    String why = String.valueOf(cause);
    if (throttle.permits()) {
      LOG.log(
          Level.WARNING,
          cause,
          () ->
              "%s failed at delivery %d of message %d of queue %s"
                  .formatted(
                      method, delivery.message().delivery(), delivery.message().id(), queue));
    }
    var unused =
        cause instanceof RejectedMessageException
            ? delivery.reject(cause.getMessage() == null ? why : cause.getMessage())
            : delivery.giveBack(retryAfter, why);
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException("@QueueConsumer on %s: %s".formatted(method, what));
  }
}
