package io.heartwire.queue;

import io.heartwire.broker.ClientInfo;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * The permission checks of queues, by the options of their namespaces. Safe for use by any thread.
 */
@Internal
@Singleton
public class QueueRules {
  private final QueueConfig config;

  @Inject
  public QueueRules(QueueConfig config) {
    this.config = config;
  }

  /**
   * @return the options of the queue
   * @throws QueueException if its namespace is not configured
   */
  public QueueOptions require(QueueName queue) {
    QueueOptions configured = config.namespaces().get(queue.namespace());
    if (configured != null) {
      return configured;
    }
    if (!config.insecure() || config.hasNamespaces()) {
      throw new QueueException(
          QueueProblem.UNKNOWN_QUEUE,
          "namespace '%s' of queue %s is not in heartwire.queue.namespaces"
              .formatted(queue.namespace(), queue));
    }
    return config.otherwise();
  }

  /**
   * @throws QueueException if the client may not send to it; nobody sends to dead letters
   */
  public void checkSend(QueueName queue, ClientInfo client) {
    QueuePermission said = require(queue).allowSend();
    if (queue.isDeadLetters()) {
      throw denied("send to", queue, client, "nobody sends to dead letters");
    } else if (!config.insecure() && !said.allows(client)) {
      throw denied("send to", queue, client, setting(queue, "send", said));
    }
  }

  /**
   * @throws QueueException if the client may not consume from it
   */
  public void checkConsume(QueueName queue, ClientInfo client) {
    QueueOptions options = require(queue);
    QueuePermission said =
        queue.isDeadLetters() ? options.allowDeadLetters() : options.allowConsume();
    boolean isOthers = queue.isUserLimited() && !queue.isOf(client.user());
    if (!config.insecure() && (isOthers || !said.allows(client))) {
      String what = queue.isDeadLetters() ? "dead-letters" : "consume";
      String why =
          isOthers ? "it is for the user that its name ends with" : setting(queue, what, said);
      throw denied("consume from", queue, client, why);
    }
  }

  /** The namespaces that are configured; the empty name for queues without one. */
  public Iterable<String> namespaces() {
    return config.namespaces().keySet();
  }

  private static String setting(QueueName queue, String what, QueuePermission said) {
    String namespace = queue.namespace().isEmpty() ? "default" : queue.namespace();
    return "heartwire.queue.%s.allow-%s=%s"
        .formatted(namespace, what, said.name().toLowerCase(Locale.ROOT));
  }

  private static QueueException denied(
      String what, QueueName queue, ClientInfo client, String why) {
    return new QueueException(
        QueueProblem.PERMISSION_DENIED,
        "%s may not %s queue %s: %s".formatted(client.who(), what, queue, why));
  }
}
