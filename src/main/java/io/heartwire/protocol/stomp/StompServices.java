package io.heartwire.protocol.stomp;

import io.heartwire.broker.Node;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Clients;
import io.heartwire.hub.CommandTimes;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The services that dialogues of this protocol share. */
@Dependent
public record StompServices(
    Channels channels,
    ClientChannels clientChannels,
    Queues queues,
    QueueRules queueRules,
    Authentication authentication,
    Tokens tokens,
    Clients clients,
    ConnectionExpiry expiry,
    Node node,
    ApplicationEvents events,
    ClientConfig clientConfig,
    StompConfig config,
    StompSessions sessions,
    Unfinished unfinished,
    CommandTimes times,
    ConnectionErrors errors,
    TimeSource time) {

  @Inject
  public StompServices {}
}
