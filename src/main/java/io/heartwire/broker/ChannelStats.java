package io.heartwire.broker;

/**
 * A channel that a node is subscribed to.
 *
 * @param channel its name
 * @param nodes the number of subscribed nodes
 * @param present the number of present clients; 0 where the channel keeps no presence
 */
public record ChannelStats(String channel, int nodes, int present) {}
