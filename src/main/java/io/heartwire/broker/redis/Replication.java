package io.heartwire.broker.redis;

/** What Redis says of itself in INFO: of "server", and of "replication". */
final class Replication {
  private static final int LENGTH = 8;

  private Replication() {}

  /** Tells one run of one Redis from another: what one has forgotten the other may not know. */
  static String generation(String server, String replication) {
    return shortened(field(server, "run_id:")) + id(replication);
  }

  /** The last part of the generation, which is another one after a failover. */
  static String id(String replication) {
    return shortened(field(replication, "master_replid:"));
  }

  static boolean isMaster(String replication) {
    return field(replication, "role:").startsWith("master");
  }

  static String shortened(String id) {
    return id.substring(0, Math.min(LENGTH, id.length()));
  }

  private static String field(String info, String name) {
    int start = info.indexOf(name) + name.length();
    int end = info.indexOf('\r', start);
    return start < name.length() ? "" : info.substring(start, end < 0 ? info.length() : end);
  }
}
