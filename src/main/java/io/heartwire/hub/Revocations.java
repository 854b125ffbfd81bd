package io.heartwire.hub;

import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws tokens: from now on they open nothing, and connections that came with one are closed at
 * once. A subscription that was opened by a token of its own goes on until that token's time is
 * over, or its connection's.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Internal
@Singleton
public class Revocations {
  private final RevokedTokens revoked;
  private final ConnectionExpiry expiry;

  @Inject
  public Revocations(RevokedTokens revoked, ConnectionExpiry expiry) {
    this.revoked = revoked;
    this.expiry = expiry;
  }

  /**
   * Withdraws one token.
   *
   * @param id its claim {@code jti}
   * @param lasting how long this is remembered, best as long as the token could be used; null =
   *     until the process ends
   * @return false if there is no room for another revocation: then nothing has happened
   */
  public boolean revoke(String id, @Nullable Duration lasting) {
    boolean isKept = revoked.add(id, lasting);
    if (isKept) {
      expiry.closeRevoked(mark -> mark.id().equals(id));
    }
    return isKept;
  }

  /**
   * Withdraws the tokens of a user that were issued before a moment, or don't say when.
   *
   * @param lasting as above
   * @return as above
   */
  public boolean invalidate(String user, Instant issuedBefore, @Nullable Duration lasting) {
    boolean isKept = revoked.addUser(user, issuedBefore, lasting);
    if (isKept) {
      expiry.closeRevoked(mark -> mark.user().equals(user) && mark.isIssuedBefore(issuedBefore));
    }
    return isKept;
  }
}
