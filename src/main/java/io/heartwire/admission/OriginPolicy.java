package io.heartwire.admission;

import java.util.List;
import java.util.Optional;

/**
 * Whose pages may connect.
 *
 * @param patterns the sites besides the gateway's own
 * @param allowsNone whether clients may that send no {@code Origin}, which are no browsers
 */
record OriginPolicy(List<OriginPattern> patterns, boolean allowsNone) {

  /**
   * @param header the client's {@code Origin}; empty if there is none
   * @param target what it connects to
   */
  boolean allows(Optional<String> header, Target target) {
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
