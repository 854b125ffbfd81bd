package io.heartwire.broker.redis;

import io.heartwire.visibility.Internal;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Redis is. The scheme tells its shape.
 *
 * @param uris of a Redis Cluster some of its nodes, from which the others are learnt; otherwise
 *     one: a server, or a master by its Sentinels
 * @param isCluster whether it is a Redis Cluster
 */
@Internal
public record RedisAddress(List<RedisURI> uris, boolean isCluster) {
  static final String ALLOWED =
      "an address such as redis://host:6379, rediss://host:6380 for TLS,"
          + " redis-sentinel://host:26379,host:26379#main or"
          + " redis-cluster://host:6379,host:6379 (rediss-cluster:// for TLS)";

  private static final String CLUSTER = "redis-cluster://";
  private static final String TLS_CLUSTER = "rediss-cluster://";

  public RedisAddress {
    uris = List.copyOf(uris);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with what is allowed, if it is none
   */
  static RedisAddress parse(String text) {
    try {
      if (text.startsWith(CLUSTER)) {
        return cluster("redis://", text.substring(CLUSTER.length()));
      }
      if (text.startsWith(TLS_CLUSTER)) {
        return cluster("rediss://", text.substring(TLS_CLUSTER.length()));
      }
      return new RedisAddress(List.of(RedisURI.create(text)), false);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(ALLOWED, malformed);
    }
  }

  private static RedisAddress cluster(String scheme, String rest) {
    int at = rest.lastIndexOf('@');
    String who = rest.substring(0, at + 1);
    List<RedisURI> nodes = new ArrayList<>();
    for (String node : rest.substring(at + 1).split(",", -1)) {
      nodes.add(RedisURI.create(scheme + who + node.strip()));
    }
    return new RedisAddress(nodes, true);
  }

  /** That of one server, or of one master by its Sentinels. */
  RedisURI single() {
    return uris.get(0);
  }

  void setCredentials(RedisCredentialsProvider credentials) {
    uris.forEach(uri -> uri.setCredentialsProvider(credentials));
  }

  /** Of one command, and of asking a Sentinel. */
  void setTimeout(Duration timeout) {
    for (RedisURI uri : uris) {
      uri.setTimeout(timeout);
      uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
    }
  }
}
