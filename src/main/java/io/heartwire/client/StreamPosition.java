package io.heartwire.client;

/**
 * A place in a channel's stream of publications.
 *
 * @param offset of a publication, from 1; 0 is before the first
 * @param epoch names the stream's life: offsets of different epochs have nothing to do with one
 *     another
 */
public record StreamPosition(long offset, String epoch) {}
