package io.heartwire.broker.redis;

import java.util.List;

/**
 * A part of a stream, read in one step.
 *
 * @param messages with offsets without gaps, those that can't be read included
 */
record StreamPage(StreamState state, List<Envelope> messages) {}
