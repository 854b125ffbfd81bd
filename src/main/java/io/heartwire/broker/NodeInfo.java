package io.heartwire.broker;

/**
 * What a node says of itself.
 *
 * @param id its identity
 * @param name for people; several nodes may have the same
 * @param version of the gateway
 * @param figures {@link ControlListener#figures} at its last renewal, JSON
 */
public record NodeInfo(NodeId id, String name, String version, Payload figures) {}
