package io.heartwire.channel;

import java.util.Optional;

/**
 * The name of a channel: 1 to 128 letters or digits of ASCII, or {@code _ - . : #}.
 *
 * @param value the valid name
 */
public record ChannelName(String value) {
  /** The rule in words, for error messages. */
  public static final String RULE = "1 to 128 characters of A-Z a-z 0-9 _ - . : #";

  private static final int LONGEST = 128;

  /**
   * @throws IllegalArgumentException if the name breaks the rule
   */
  public ChannelName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("channel name must be " + RULE);
    }
  }

  /** The name, or empty if the text breaks the rule. */
  public static Optional<ChannelName> parse(String text) {
    return isValid(text) ? Optional.of(new ChannelName(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(ChannelName::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-.:#".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
