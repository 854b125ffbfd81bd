package io.heartwire.admission;

import java.util.List;
import java.util.Optional;

/**
 * The origins whose pages may connect.
 *
 * @param patterns allowed origins besides the gateway's own
 * @param allowsNone whether clients without an {@code Origin} may connect; they are not browsers
 */
record OriginPolicy(List<OriginPattern> patterns, boolean allowsNone) {

  /**
   * @param header the client's {@code Origin}; empty if there is none
   * @param target the host that it connects to
   */
  boolean allows(Optional<String> header, RequestHost target) {
    if (header.isEmpty()) {
      return allowsNone;
    }
    if (patterns.contains(OriginPattern.ANY)) {
      return true;
    }
    Optional<Origin> origin = Origin.parse(header.get());
    return origin.isPresent()
        && (target.isOf(origin.get())
            || patterns.stream().anyMatch(pattern -> pattern.matches(origin.get())));
  }
}
