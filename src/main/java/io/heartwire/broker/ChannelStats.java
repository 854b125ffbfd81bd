package io.heartwire.broker;

/**
 * A channel that somebody is subscribed to.
 *
 * @param channel its name
 * @param nodes how many nodes want its deliveries
 * @param present clients in its presence; 0 where the channel keeps none
 */
public record ChannelStats(String channel, int nodes, int present) {}
