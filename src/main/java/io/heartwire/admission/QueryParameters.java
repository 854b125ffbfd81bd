package io.heartwire.admission;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The parameters of a query, and of nothing else: a container finds those of a form, too. */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * Returns the values of a parameter, normally one or none.
   *
   * @param query as it was sent
   * @throws IllegalArgumentException if an escape is none; never for a query that is well-formed
   */
  public static List<String> find(String query, String name) {
    return Arrays.stream(query.split("&"))
        .map(each -> each.split("=", 2))
        .filter(pair -> decoded(pair[0]).equals(name))
        .map(pair -> pair.length < 2 ? "" : decoded(pair[1]))
        .toList();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
