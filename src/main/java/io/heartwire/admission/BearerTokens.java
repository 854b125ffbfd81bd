package io.heartwire.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bearer tokens of a raw client's request (RFC 6750, section 2): in the header {@code
 * Authorization}, in a query parameter, or in a subprotocol {@code bearer.<token>}. The last is for
 * browsers, which cannot set the header, and whose URLs end up in logs.
 *
 * @param authorization the header {@code Authorization}
 * @param subprotocols the subprotocols that the client offers
 * @param query returns the values of a query parameter
 */
record BearerTokens(
    Optional<String> authorization,
    List<String> subprotocols,
    Function<String, List<String>> query) {
  private static final String SCHEME = "Bearer";
  private static final String SUBPROTOCOL = "bearer.";

  static BearerTokens of(RequestHead head) {
    return new BearerTokens(
        head.first("Authorization"),
        head.members("Sec-WebSocket-Protocol").toList(),
        name -> QueryParameters.find(head.query(), name));
  }

  /**
   * Returns all tokens, normally one or none.
   *
   * @param parameter the query parameter's name; empty = the query is not searched
   */
  List<String> find(String parameter) {
    List<String> found = new ArrayList<>();
    String inHeader = AccessKey.credentials(authorization.orElse(null), SCHEME);
    if (inHeader != null) {
      found.add(inHeader);
    }
    subprotocols.stream()
        .filter(offer -> offer.startsWith(SUBPROTOCOL))
        .map(offer -> offer.substring(SUBPROTOCOL.length()))
        .forEach(found::add);
    if (!parameter.isEmpty()) {
      found.addAll(query.apply(parameter));
    }
    return found;
  }

  /** Does not show the tokens, since this may end up in a log. */
  @Override
  public String toString() {
    return "BearerTokens";
  }
}
