package io.heartwire.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The name of a channel: 1 to 255 letters or digits of ASCII, or one of {@code _ - . : # , @ $ / =
 * + ! ~ & *}.
 *
 * <p>What stands before the first {@code :} is the namespace, whose rules hold for the channel.
 * What stands behind the last {@code #} are users, separated by commas: nobody else may subscribe.
 *
 * @param value the valid name
 */
public record ChannelName(String value) {
  /** The rule in words, for error messages. */
  public static final String RULE =
      "1 to 255 characters of A-Z a-z 0-9 _ - . : # , @ $ / = + ! ~ & *";

  private static final int LONGEST = 255;
  private static final String SIGNS = "_-.:#,@$/=+!~&*";

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

  /** The namespace, or empty text for a name without one. */
  public String namespace() {
    int colon = value.indexOf(':');
    return colon < 0 ? "" : value.substring(0, colon);
  }

  /** Whether only some users may subscribe. */
  public boolean isUserLimited() {
    return value.indexOf('#') >= 0;
  }

  /** Whether the name itself lets the user in; an anonymous one never. */
  public boolean names(String user) {
    return !user.isEmpty() && users().contains(user);
  }

  private List<String> users() {
    int hash = value.lastIndexOf('#');
    return hash < 0 ? List.of() : Arrays.asList(value.substring(hash + 1).split(",", -1));
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
        || SIGNS.indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
