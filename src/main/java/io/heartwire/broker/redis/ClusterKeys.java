package io.heartwire.broker.redis;

/**
 * The names of what the nodes share in Redis. What the cluster as a whole has is in one hash slot,
 * so that one script can use it all; what a channel has is in the channel's.
 *
 * @param prefix of every key
 */
record ClusterKeys(String prefix) {

  /** ZSET of leases by their ends, in milliseconds of Redis' clock. */
  String leases() {
    return ofCluster("leases");
  }

  /** HASH of what nodes say of themselves, by lease. */
  String nodes() {
    return ofCluster("nodes");
  }

  /** HASH of counters: the time of the last renewal, the number of the last command. */
  String state() {
    return ofCluster("state");
  }

  /** Held by who sweeps this lease. */
  String sweep(String lease) {
    return ofCluster("sweep:" + lease);
  }

  /** SET of the channels in which this lease has clients. */
  String channels(String lease) {
    return "%s:channels:{%s}".formatted(prefix, lease);
  }

  /** HASH of the channel's present clients. */
  String presence(String channel) {
    return "%s:presence:{%s}".formatted(prefix, channel);
  }

  /** STREAM of the latest commands. */
  String commands() {
    return ofCluster("commands");
  }

  /** ZSET of the numbers of kept commands. */
  String kept() {
    return ofCluster("kept");
  }

  /** ZSET of the same by their expiry. */
  String keptUntil() {
    return ofCluster("kept:until");
  }

  /** HASH of the same with their bodies. */
  String keptBodies() {
    return ofCluster("kept:bodies");
  }

  /** HASH of the answers to a command, by node. */
  String answers(String command) {
    return ofCluster("answers:" + command);
  }

  /** HASH of what a node counts, by name. */
  String counts(String uid) {
    return ofCluster("counts:" + uid);
  }

  /** STRING: what tells this Redis from any other. */
  String storeId() {
    return ofCluster("id");
  }

  /** Pub/sub channel: there is a new command. */
  String commandNews() {
    return ofCluster("news");
  }

  /** Pub/sub channel: there is an answer for this node. */
  String answerNews(String uid) {
    return ofCluster("news:" + uid);
  }

  private String ofCluster(String name) {
    return "%s:{cluster}:%s".formatted(prefix, name);
  }
}
