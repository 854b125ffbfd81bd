package io.heartwire.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The head of a request as it was sent, read once. Header lines of the same name are kept apart,
 * and form parameters of a body are not included.
 *
 * @param path the path without the context root, neither decoded nor normalised
 * @param query the query as sent; empty if there is none
 * @param fields the values of the header lines by name, ignoring case
 */
record RequestHead(
    String method, String protocol, String path, String query, Map<String, List<String>> fields) {
  /** Characters between a name and its value, and at the end of the line. */
  private static final int BETWEEN = 4;

  RequestHead {
    Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(fields);
    fields = sorted;
  }

  static RequestHead of(HttpServletRequest request) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      fields.put(name, Collections.list(request.getHeaders(name)));
    }
    String query = request.getQueryString();
    return new RequestHead(
        request.getMethod(),
        request.getProtocol(),
        pathOf(request),
        query == null ? "" : query,
        fields);
  }

  /** Returns the values of all header lines of this name, in order. */
  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Returns the value of the first header line of this name. */
  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /**
   * Returns the members of a list header, which may have several lines (RFC 9110, section 5.6.1).
   */
  Stream<String> members(String name) {
    return all(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(member -> !member.isEmpty());
  }

  /** The size of the head in characters, which is its size in bytes. */
  int size() {
    int size = method.length() + path.length() + query.length() + protocol.length() + BETWEEN;
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      for (String value : field.getValue()) {
        size += field.getKey().length() + value.length() + BETWEEN;
      }
    }
    return size;
  }

  /**
   * Removes the context root. A path that does not begin with it literally is kept, and matches no
   * protocol's path.
   */
  private static String pathOf(HttpServletRequest request) {
    String uri = request.getRequestURI();
    String root = request.getContextPath();
    return uri.startsWith(root) ? uri.substring(root.length()) : uri;
  }
}
