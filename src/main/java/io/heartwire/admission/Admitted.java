package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;

/** A client let in, on its way to its endpoint as a request attribute. */
public record Admitted(Connection connection, ChannelName channel) {
  /** The request attribute's name. */
  public static final String ATTRIBUTE = Admitted.class.getName();
}
