package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import java.util.concurrent.CompletionStage;

/**
 * A bean that knows what a token proves. At most one; without any, the configured keys decide.
 *
 * <p>Called on a thread of the application: it may block and return a completed stage, or one that
 * completes later. A stage fails with {@link TokenException} if the token proves nothing; the same
 * may be thrown.
 */
public interface TokenVerifier {

  /** Who brings a token for a connection. */
  CompletionStage<Identity> connection(String token);

  /**
   * What a token for a subscription grants.
   *
   * @param user who brings it
   * @param channel what for; a token for another channel or user is invalid here
   */
  CompletionStage<SubscribeGrant> subscription(String token, String user, ChannelName channel);
}
