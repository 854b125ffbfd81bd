package io.heartwire.broker;

import io.heartwire.visibility.Internal;

/**
 * How an engine fares.
 *
 * @param name as {@code heartwire.broker} has it
 * @param status whether the store of the engine can be reached
 * @param since {@code TimeSource} nanoseconds of its last change
 * @param detail what is wrong and what to do, for people; empty if nothing is
 */
@Internal
public record EngineState(String name, Status status, long since, String detail) {

  /** Whether the store of the engine can be reached. */
  public enum Status {
    /** Not yet since the start. */
    STARTING,
    /** It can. */
    UP,
    /** It could, and cannot now. */
    LOST
  }
}
