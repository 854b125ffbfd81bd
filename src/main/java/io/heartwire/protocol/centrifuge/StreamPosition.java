package io.heartwire.protocol.centrifuge;

/**
 * A place in a channel's stream.
 *
 * @param offset of the last publication seen, from 0
 * @param epoch which stream the offset belongs to
 */
record StreamPosition(long offset, String epoch) {}
