package io.heartwire.protocol.centrifuge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One publication as a subscriber sees it.
 *
 * @param info who published, if a client did
 * @param offset its place in the stream, or 0 for a channel without history
 * @param tags what filters look at
 * @param delta whether {@code data} is the difference to the publication before
 * @param time milliseconds of the epoch, or 0
 */
record Publication(
    Raw data,
    @Nullable ClientInfo info,
    long offset,
    Map<String, String> tags,
    boolean delta,
    long time) {}
