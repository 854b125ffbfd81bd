package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/**
 * Which clients are meant: those of a user, or one of them.
 *
 * @param client the id of one, or empty
 * @param session another name for the same, or empty
 */
@Internal
public record ClientTarget(String user, String client, String session) {

  /** All of a user's. */
  public static ClientTarget of(String user) {
    return new ClientTarget(user, "", "");
  }

  public boolean means(String id) {
    return (client.isEmpty() || client.equals(id)) && (session.isEmpty() || session.equals(id));
  }
}
