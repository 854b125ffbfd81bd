package io.heartwire.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what a token is known when it is to be revoked.
 *
 * @param id its own id, the claim {@code jti}; empty = it has none
 * @param user whose it is; empty = an anonymous client's
 * @param issuedAt when it was made, the claim {@code iat}; null = it does not say, and so counts as
 *     older than any
 */
public record TokenMark(String id, String user, @Nullable Instant issuedAt) {

  boolean isIssuedBefore(Instant moment) {
    return issuedAt == null || issuedAt.isBefore(moment);
  }
}
