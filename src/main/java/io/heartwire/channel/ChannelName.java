package io.heartwire.channel;

import io.heartwire.connection.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The name of a channel: text of 1 to 255 bytes of UTF-8 without control characters.
 *
 * <p>The server and its back ends may use any name. Clients of the Centrifuge protocol may use
 * names of {@linkplain #isPrintableAscii printable ASCII}, as with Centrifugo. Raw clients may use
 * names that {@linkplain #fitsPath fit a URL path} without encoding.
 *
 * <p>The part before the first {@code :} is the namespace, whose rules apply to the channel. The
 * part after the last {@code #} is a list of users, separated by commas; only they may subscribe. A
 * channel that begins with {@code $} needs a subscription token; the {@code $} is not part of the
 * namespace. Both signs are as in Centrifugo.
 *
 * @param value the valid name
 */
public record ChannelName(String value) {
  /** The rule in words, for error messages. */
  public static final String RULE = "1 to 255 bytes of UTF-8, without control characters";

  /** The rule for names in a URL path, in words, for error messages. */
  public static final String PATH_RULE =
      "1 to 255 characters of A-Z a-z 0-9 _ - . : # , @ $ = + ! ~ & *";

  private static final String PRIVATE = "$";
  private static final String OWN = "$console:";
  private static final int LONGEST = 255;
  private static final String PATH_SIGNS = "_-.:#,@$=+!~&*";

  /**
   * @throws IllegalArgumentException if the name breaks the rule
   */
  public ChannelName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("channel name must be " + RULE);
    }
  }

  /** Returns the name, or empty if the text breaks the rule. */
  public static Optional<ChannelName> parse(String text) {
    return isValid(text) ? Optional.of(new ChannelName(text)) : Optional.empty();
  }

  /** Returns the namespace, or empty text for a name without one. */
  public String namespace() {
    int colon = value.indexOf(':');
    return colon < 0 ? "" : value.substring(needsToken() ? 1 : 0, colon);
  }

  /**
   * Returns whether the channel is one of the gateway's own, for its console alone: no client may
   * use it, and nobody may publish to it.
   */
  boolean isOwn() {
    return isOwn(value);
  }

  static boolean isOwn(String name) {
    return name.startsWith(OWN);
  }

  /** Returns whether a client needs a token to subscribe. */
  public boolean needsToken() {
    return value.startsWith(PRIVATE);
  }

  /** Returns whether only the users in the name may subscribe. */
  public boolean isUserLimited() {
    return value.indexOf('#') >= 0;
  }

  /** Returns whether the name lists this user; false for an anonymous one. */
  public boolean names(String user) {
    return !user.isEmpty() && users().contains(user);
  }

  private List<String> users() {
    int hash = value.lastIndexOf('#');
    return hash < 0 ? List.of() : Arrays.asList(value.substring(hash + 1).split(",", -1));
  }

  /** Returns whether the name is printable ASCII, spaces included. */
  public boolean isPrintableAscii() {
    return value.chars().allMatch(c -> c < 0x7F); // control characters are not valid anyway
  }

  /** Returns whether a raw client can use the name in its URL path. */
  public boolean fitsPath() {
    return value.chars().allMatch(ChannelName::fitsPath);
  }

  private static boolean isValid(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.codePoints().allMatch(ChannelName::isAllowed)
        && Utf8.length(text) <= LONGEST;
  }

  /** A surrogate code point here is unpaired. */
  private static boolean isAllowed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean fitsPath(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PATH_SIGNS.indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
