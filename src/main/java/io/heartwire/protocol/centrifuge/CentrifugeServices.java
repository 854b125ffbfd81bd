package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hook.Events;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Node;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.Stays;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.Troubles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What the conversations of this protocol share. */
@Dependent
public record CentrifugeServices(
    Channels channels,
    ClientChannels clientChannels,
    ChannelRules rules,
    Authentication authentication,
    Tokens tokens,
    Clients clients,
    Stays stays,
    RpcHandlers rpc,
    Node node,
    Events events,
    ClientConfig clientConfig,
    CentrifugeConfig config,
    Troubles troubles) {

  @Inject
  public CentrifugeServices {}
}
