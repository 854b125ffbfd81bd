package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;

/**
 * Verifies tokens with keys at hand, and so answers at once: the gateway's own way, where the
 * application brings no {@link TokenVerifier}. Safe for use by any thread; nothing blocks.
 */
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
   * What a token for a subscription grants.
   *
   * @throws TokenException if it proves nothing, or is for another user or channel
   */
  Granted subscription(String token, String user, ChannelName channel);
}
