package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.visibility.Internal;
import java.util.Set;

/**
 * Verifies tokens with keys at hand, and so answers at once: the gateway's own way, where the
 * application brings no {@link TokenVerifier}. Safe for use by any thread; nothing blocks.
 */
@Internal
public interface KeyedVerifier {

  /** What a token for a subscription proves. */
  record Granted(SubscribeGrant grant, TokenMark mark) {}

  /** Whether keys, or where to get them, are configured; otherwise it is not asked. */
  boolean isConfigured();

  /**
   * Who brings a token for a connection.
   *
   * @throws TokenException if it proves nothing
   */
  Identity connection(String token);

  /**
   * The roles of whoever brings a token for a connection: the claims {@code roles} and {@code
   * groups}.
   *
   * @throws TokenException if it proves nothing
   */
  default Set<String> roles(String token) {
    return Set.of();
  }

  /**
   * What a token for a subscription grants.
   *
   * @throws TokenException if it proves nothing, or is for another user or channel
   */
  Granted subscription(String token, String user, ChannelName channel);
}
