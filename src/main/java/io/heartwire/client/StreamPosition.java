package io.heartwire.client;

/**
 * A place in a channel's stream of publications.
 *
 * @param offset of a publication, from 1; 0 is before the first
 * @param epoch names one life of the stream; offsets of different epochs cannot be compared
 */
public record StreamPosition(long offset, String epoch) {}
