package io.heartwire.admission;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.ClientChannels;
import io.heartwire.channel.Permission;
import io.heartwire.hub.Credentials;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Only clients that may subscribe to the channel that they ask for with their address: by their
 * token, or by the channel's rules.
 */
@Singleton
class SubscribeRule implements AdmissionRule {
  private final ChannelRules rules;
  private final ClientChannels clientChannels;

  @Inject
  SubscribeRule(ChannelRules rules, ClientChannels clientChannels) {
    this.rules = rules;
    this.clientChannels = clientChannels;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    Optional<ChannelName> channel = arrival.channel();
    return channel.isEmpty()
            || isGranted(channel.get(), arrival.credentials())
            || maySubscribe(channel.get(), arrival.peer().user())
        ? null
        : Refusal.notAllowed(channel.get());
  }

  /** Of a token that is still to be asked about nobody knows, so that is decided later, too. */
  private static boolean isGranted(ChannelName channel, Credentials credentials) {
    return credentials instanceof Credentials.Pending
        || (credentials instanceof Credentials.Proven proven
            && proven.identity().channels().containsKey(channel));
  }

  /** Hooks are asked later, over the open connection: then they decide, not the rules. */
  private boolean maySubscribe(ChannelName channel, String user) {
    if (clientChannels.hasSubscribeHooks()) {
      return true;
    }
    try {
      rules.checkSubscribe(channel, new ClientInfo(user, ""), Permission.TRUE);
      return true;
    } catch (ChannelException refused) {
      return false;
    }
  }
}
