package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Connection;
import io.heartwire.hub.Credentials;
import java.util.Optional;

/**
 * An admitted client; a request attribute carries it to its endpoint.
 *
 * @param channel the channel in its path; empty where the protocol has none
 * @param credentials its credentials
 * @param isOwn whether it is a client of the gateway itself, which a sandbox serves
 */
public record AdmittedClient(
    Connection connection, Optional<ChannelName> channel, Credentials credentials, boolean isOwn)
    implements AdmissionOutcome {
  /** The request attribute's name. */
  public static final String ATTRIBUTE = AdmittedClient.class.getName();
}
