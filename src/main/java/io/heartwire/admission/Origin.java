package io.heartwire.admission;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origin of the page that connects, as the browser sends it (RFC 6454, section 6.2).
 *
 * @param scheme in lower case
 * @param host in lower case; IPv6 addresses in brackets
 * @param port the scheme's default where none is written, {@link #NO_PORT} where it has none
 */
record Origin(String scheme, String host, int port) {
  private static final int NO_PORT = 0;

  /** Enough for a scheme, a name of 253 characters (RFC 1035, section 2.3.4) and a port. */
  private static final int LONGEST = 300;

  private static final Pattern PARTS =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://(NAME(?:\\.NAME)*\\.?|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?"
              .replace("NAME", "[a-z0-9_-]+"));

  /**
   * Parses the header; empty if it is not an origin, such as {@code null}, which browsers send for
   * pages without one.
   */
  static Optional<Origin> parse(String header) {
    if (header.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher parts = PARTS.matcher(header.toLowerCase(Locale.ROOT));
    return parts.matches()
        ? Optional.of(
            new Origin(parts.group(1), parts.group(2), port(parts.group(1), parts.group(3))))
        : Optional.empty();
  }

  /** Returns the port as written, or the scheme's default. */
  static int port(String scheme, @Nullable String written) {
    return written == null ? defaultPort(scheme) : Integer.parseInt(written);
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  boolean isPlain() {
    return scheme.equals("http");
  }

  boolean hasDefaultPort() {
    return port == defaultPort(scheme);
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> NO_PORT;
    };
  }
}
