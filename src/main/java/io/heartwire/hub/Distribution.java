package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/**
 * How often something took how long, since the start.
 *
 * @param bounds upper bounds of buckets in seconds, ascending
 * @param counts of each bucket, not of those before it; one more than bounds, the last without
 *     bound
 */
@Internal
@SuppressWarnings("ArrayRecordComponent") // nobody compares it
public record Distribution(double[] bounds, long[] counts) {
  public static final Distribution NONE = new Distribution(new double[0], new long[] {0});
}
