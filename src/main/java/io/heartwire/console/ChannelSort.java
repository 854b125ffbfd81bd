package io.heartwire.console;

/**
 * By what channels are sorted: by name, with the sum of all nodes; or by subscribers, one row for
 * each node that has some, since no node knows the sums of others.
 */
enum ChannelSort {
  CHANNEL,
  SUBSCRIBERS
}
