package io.heartwire.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the token of a client may be that speaks no protocol of its own (RFC 6750, section 2): in
 * the header {@code Authorization}, in a parameter of the query, or, for browsers, which can set
 * neither header nor hide the address, in a subprotocol {@code bearer.<token>}.
 *
 * @param authorization that header
 * @param subprotocols those that the client offers
 * @param query the values of a parameter
 */
record BearerTokens(
    Optional<String> authorization,
    List<String> subprotocols,
    Function<String, List<String>> query) {
  private static final String SCHEME = "Bearer ";
  private static final String SUBPROTOCOL = "bearer.";

  static BearerTokens of(HttpServletRequest request) {
    return new BearerTokens(
        Optional.ofNullable(request.getHeader("Authorization")),
        Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .map(String::strip)
            .toList(),
        name -> values(request.getParameterValues(name)));
  }

  /**
   * All that there are: normally one or none.
   *
   * @param parameter of the query; empty = it is not looked at
   */
  List<String> find(String parameter) {
    List<String> found = new ArrayList<>();
    authorization
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .ifPresent(found::add);
    subprotocols.stream()
        .filter(offer -> offer.startsWith(SUBPROTOCOL))
        .map(offer -> offer.substring(SUBPROTOCOL.length()))
        .forEach(found::add);
    if (!parameter.isEmpty()) {
      found.addAll(query.apply(parameter));
    }
    return found;
  }

  /** Where they are, and not what they are: this may end up in a log. */
  @Override
  public String toString() {
    return "BearerTokens";
  }

  @SuppressWarnings("NullAway") // the container says null for none
  private static List<String> values(String[] values) {
    return values == null ? List.of() : List.of(values);
  }
}
