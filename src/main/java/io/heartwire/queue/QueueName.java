package io.heartwire.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.QueueStore;
import java.util.Optional;

/**
 * The name of a queue: text of 1 to 251 bytes of UTF-8 without control characters and braces.
 *
 * <p>The part before the first {@code :} is the namespace, whose rules apply. If there is a {@code
 * #}, only the user whose id follows the last one may consume. A name that ends in {@code .dlq} is
 * that of the dead letters of the queue without it.
 *
 * @param value the valid name
 */
public record QueueName(String value) {
  /** The rule in words, for error messages. */
  public static final String RULE =
      "1 to 251 bytes of UTF-8, without control characters, { and }, and not only '.dlq'";

  private static final int LONGEST = 251;

  /**
   * @throws IllegalArgumentException if the name breaks the rule
   */
  public QueueName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("queue name must be " + RULE);
    }
  }

  /** Returns the name, or empty if the text breaks the rule. */
  public static Optional<QueueName> parse(String text) {
    return isValid(text) ? Optional.of(new QueueName(text)) : Optional.empty();
  }

  /** The namespace, or empty text for a name without one. */
  public String namespace() {
    int colon = value.indexOf(':');
    return colon < 0 ? "" : value.substring(0, colon);
  }

  /** Whether it is a queue of dead letters. */
  public boolean isDeadLetters() {
    return QueueStore.isDeadLetters(value);
  }

  /** The queue of its dead letters; itself if it is one of these. */
  public QueueName deadLetters() {
    return isDeadLetters() ? this : new QueueName(value + QueueStore.DEAD_LETTERS);
  }

  /** The queue whose dead letters it has; itself if it has none. */
  public QueueName origin() {
    return new QueueName(QueueStore.origin(value));
  }

  /** Whether only one user may consume. */
  public boolean isUserLimited() {
    return value.indexOf('#') >= 0;
  }

  /** Whether it is this user's; false for an anonymous one. */
  public boolean isOf(String user) {
    String own = QueueStore.origin(value);
    return !user.isEmpty()
        && isUserLimited()
        && own.substring(own.lastIndexOf('#') + 1).equals(user);
  }

  private static boolean isValid(String text) {
    return text.codePoints().allMatch(QueueName::isAllowed)
        && !QueueStore.origin(text).isEmpty()
        && !QueueStore.isDeadLetters(QueueStore.origin(text))
        && QueueStore.origin(text).getBytes(UTF_8).length <= LONGEST;
  }

  /** A surrogate code point here is unpaired. */
  private static boolean isAllowed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != '{' && c != '}';
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
