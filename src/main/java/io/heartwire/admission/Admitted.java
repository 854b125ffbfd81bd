package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;
import io.heartwire.hub.Credentials;
import io.heartwire.warmup.Stage;
import java.util.Optional;

/**
 * A client let in, on its way to its endpoint as a request attribute.
 *
 * @param channel what it asked for with its address; empty where the protocol has no such thing
 * @param credentials what it brought to say who it is
 * @param stage where it is served
 */
public record Admitted(
    Connection connection, Optional<ChannelName> channel, Credentials credentials, Stage stage)
    implements Outcome {
  /** The request attribute's name. */
  public static final String ATTRIBUTE = Admitted.class.getName();
}
