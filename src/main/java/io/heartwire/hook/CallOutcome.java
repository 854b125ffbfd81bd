package io.heartwire.hook;

import io.heartwire.visibility.Internal;

/** What can become of a call of an application's bean; each call has one, an abandoned one two. */
@Internal
public enum CallOutcome {
  /** The bean answered in time, be it by a refusal. */
  ANSWERED,
  /** It threw, answered null, or its stage failed. */
  FAILED,
  /** It did not answer within {@code heartwire.hook.timeout}. */
  TIMED_OUT,
  /**
   * Not asked: {@code heartwire.hook.max-calls} of its calls are under way, or for the length of
   * {@code heartwire.hook.timeout} all of its {@code heartwire.hook.max-threads} threads were
   * taken.
   */
  BUSY,
  /** Not asked: it failed too often lately. */
  CIRCUIT_OPEN,
  /** It timed out long ago and still has not ended; its place was given to others. */
  ABANDONED
}
