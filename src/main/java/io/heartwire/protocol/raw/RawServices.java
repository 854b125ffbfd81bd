package io.heartwire.protocol.raw;

import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The services that raw dialogues share. */
@Dependent
public record RawServices(
    Channels channels,
    ClientChannels clientChannels,
    Authentication authentication,
    ApplicationEvents events,
    ConnectionExpiry expiry,
    ClientConfig config,
    ConnectionErrors errors) {

  @Inject
  public RawServices {}
}
