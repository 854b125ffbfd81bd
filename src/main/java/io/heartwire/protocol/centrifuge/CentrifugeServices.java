package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Node;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Clients;
import io.heartwire.hub.CommandTimes;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The services that dialogues of this protocol share. */
@Dependent
public record CentrifugeServices(
    Channels channels,
    ClientChannels clientChannels,
    ChannelRules rules,
    Authentication authentication,
    Tokens tokens,
    Clients clients,
    ConnectionExpiry expiry,
    RpcHandlers rpc,
    Node node,
    ApplicationEvents events,
    ClientConfig clientConfig,
    CentrifugeConfig config,
    CommandTimes times,
    ConnectionErrors errors) {

  @Inject
  public CentrifugeServices {}
}
