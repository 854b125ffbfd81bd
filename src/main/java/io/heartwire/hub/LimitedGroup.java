package io.heartwire.hub;

import io.heartwire.broker.SharedCounts.Count;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Tenants;
import io.heartwire.visibility.Internal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** Connections that share a limit, on this node: those of a user, or of a tenant's class. */
@Internal
sealed interface LimitedGroup {
  int DIGEST_BYTES = 12;

  /**
   * What all nodes call it: short however long a user's id is, and without the id, which is nobody
   * else's business.
   */
  String name();

  int most();

  int here();

  /** What is told of it; see {@link Count#most}. */
  default Count count(boolean isGivingUp) {
    return new Count(name(), here(), isGivingUp ? most() : 0);
  }

  /** Closes so many, those that came last. */
  void close(int surplus);

  /** The connections of a user. */
  @Internal
  record OfUser(String user, ConnectionRegistry registry) implements LimitedGroup {

    @Override
    public String name() {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
        return "u"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public int most() {
      return registry.maxPerUser();
    }

    @Override
    public int here() {
      return registry.connectionsOf(user).size();
    }

    @Override
    public void close(int surplus) {
      closeNewest(registry.connectionsOf(user), surplus);
    }
  }

  /** The connections of a tenant's class. */
  @Internal
  record OfTenant(Tenants.Limited tenant, ConnectionRegistry registry) implements LimitedGroup {

    @Override
    public String name() {
      return "t" + tenant.name();
    }

    @Override
    public int most() {
      return tenant.most();
    }

    @Override
    public int here() {
      return tenant.connections();
    }

    @Override
    public void close(int surplus) {
      List<Connection> ofClass = new ArrayList<>();
      registry.forEach(
          connection -> {
            if (connection.peer().tenant().equals(tenant.name())) {
              ofClass.add(connection);
            }
          });
      for (Connection closed : closeNewest(ofClass, surplus)) {
        closed.quota().exceeded(ConnectionLimit.TENANT_CONNECTIONS);
      }
    }
  }

  /** Those that close already are the first of them. */
  private static List<Connection> closeNewest(List<Connection> connections, int surplus) {
    List<Connection> chosen =
        connections.stream()
            .sorted(
                Comparator.<Connection>comparingInt(each -> isLeaving(each) ? 0 : 1)
                    .thenComparing(each -> -each.liveness().openedAt()))
            .limit(surplus)
            .filter(each -> !isLeaving(each))
            .toList();
    chosen.forEach(each -> each.close(CloseReason.CONNECTION_LIMIT));
    return chosen;
  }

  private static boolean isLeaving(Connection connection) {
    return connection.state() == ConnectionState.CLOSING
        || connection.state() == ConnectionState.CLOSED;
  }
}
