package io.heartwire.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What one connection has to do on its writer's thread, once it is due: at one place in one list at
 * a time, of which it is itself the link.
 */
abstract class Turn {
  /** Belongs to the list or the writer that holds this turn. */
  @Nullable Turn next;

  /** When another turn is due. */
  enum Next {
    /** When somebody says so. */
    UNTIL_ADDED,
    /** After everyone else's. */
    AFTER_OTHERS,
    /** In a few milliseconds. */
    LATER
  }

  /** Writes a bounded number of frames. */
  abstract Next run();

  /** The thread is blocked in {@link #run()}, or failed, and nothing may be written any more. */
  abstract void givenUp();
}
