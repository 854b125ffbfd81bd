package io.heartwire.protocol.raw;

import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.hub.Stays;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.Troubles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What raw conversations share. */
@Dependent
public record RawServices(
    Channels channels,
    ClientChannels clientChannels,
    Tokens tokens,
    Stays stays,
    ClientConfig config,
    Troubles troubles) {

  @Inject
  public RawServices {}
}
