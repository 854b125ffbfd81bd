package io.heartwire.hook;

/** What can become of a call of an application's bean; each call has one, an abandoned one two. */
public enum CallOutcome {
  /** The bean answered in time, be it by a refusal. */
  ANSWERED,
  /** It threw, answered null, or its stage failed. */
  FAILED,
  /** It did not answer within {@code heartwire.hook.timeout}. */
  TIMED_OUT,
  /** Not asked: {@code heartwire.hook.max-calls} of its calls are under way. */
  BUSY,
  /** Not asked: it failed too often lately. */
  CIRCUIT_OPEN,
  /** It timed out long ago and still has not ended; its place was given to others. */
  ABANDONED
}
