package io.heartwire.admission;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern for origins that may connect: one origin, as {@code https://app.example.com}; all
 * subdomains, as {@code https://*.example.com}; any port, as {@code http://localhost:*}; or any
 * origin, as {@code *}.
 *
 * @param scheme the scheme of the page
 * @param host in lower case; with {@code *.} in front, all hosts that end with the rest
 * @param port the scheme's default where none is written; {@link #ANY_PORT} for {@code *}
 */
record OriginPattern(String scheme, String host, int port) {
  /** The syntax in words, for error messages. */
  static final String SYNTAX =
      "origins such as https://app.example.com, https://*.example.com (all subdomains),"
          + " http://localhost:* (any port), or * (any site)";

  private static final int ANY_PORT = -1;

  static final OriginPattern ANY = new OriginPattern("*", "*", ANY_PORT);

  private static final String SUBDOMAINS = "*.";
  private static final Pattern PARTS =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://((?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])"
              + "(?::(\\d{1,5}|\\*))?");

  /**
   * @throws IllegalArgumentException if the text is not a pattern
   */
  static OriginPattern parse(String text) {
    if (text.equals("*")) {
      return ANY;
    }
    Matcher parts = PARTS.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    String port = parts.group(3);
    return new OriginPattern(
        parts.group(1),
        parts.group(2),
        "*".equals(port) ? ANY_PORT : Origin.port(parts.group(1), port));
  }

  boolean matches(Origin origin) {
    return scheme.equals(origin.scheme())
        && (port == ANY_PORT || port == origin.port())
        && (host.startsWith(SUBDOMAINS)
            ? origin.host().endsWith(host.substring(1))
            : host.equals(origin.host()));
  }
}
