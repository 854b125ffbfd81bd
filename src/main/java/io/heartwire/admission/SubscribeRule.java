package io.heartwire.admission;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Credentials;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses clients that may not subscribe to the channel in their path, neither by their token nor
 * by the channel's rules. If there are hooks that may let it subscribe, or say that it is somebody
 * else, this is decided after the upgrade instead.
 */
@Singleton
class SubscribeRule implements AdmissionRule {
  private final ChannelRules rules;
  private final ClientChannels clientChannels;
  private final Authentication authentication;

  @Inject
  SubscribeRule(ChannelRules rules, ClientChannels clientChannels, Authentication authentication) {
    this.rules = rules;
    this.clientChannels = clientChannels;
    this.authentication = authentication;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    if (request.channel().isEmpty()) {
      return null;
    }
    ChannelName channel = request.channel().get();
    try {
      rules.require(channel);
      if (!isGranted(channel, request.credentials()) && !areHooksAsked()) {
        rules.checkSubscribe(channel, new ClientInfo(request.peer().user(), ""));
      }
      return null;
    } catch (ChannelException refused) {
      return Refusal.notAllowed(refused);
    }
  }

  private boolean areHooksAsked() {
    return clientChannels.hasSubscribeHooks() || authentication.hasConnectHooks();
  }

  /** A token that is not verified yet counts as granted here; it is checked after the upgrade. */
  private static boolean isGranted(ChannelName channel, Credentials credentials) {
    return credentials instanceof Credentials.Pending
        || (credentials instanceof Credentials.Proven proven
            && proven.identity().channels().containsKey(channel));
  }
}
