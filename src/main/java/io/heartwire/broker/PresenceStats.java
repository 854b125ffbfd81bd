package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.List;

/**
 * The numbers of clients and users that are present in a channel.
 *
 * @param clients connections
 * @param users distinct users; all anonymous clients count as one user
 */
public record PresenceStats(int clients, int users) {

  /** Of these clients. */
  @Internal
  public static PresenceStats of(List<ClientInfo> present) {
    long users = present.stream().map(ClientInfo::user).distinct().count();
    return new PresenceStats(present.size(), (int) users);
  }
}
