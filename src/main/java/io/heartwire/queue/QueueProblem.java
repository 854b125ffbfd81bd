package io.heartwire.queue;

/** The reason for which a request on a queue failed. */
public enum QueueProblem {
  /** The name or another part of the request is invalid. */
  BAD_REQUEST,
  /** The namespace is not configured. */
  UNKNOWN_QUEUE,
  /** The namespace's rules or the queue's name do not permit this to the client. */
  PERMISSION_DENIED,
  /** The queue has no room; later it may. */
  FULL,
  /** A limit is reached; the message names it. */
  LIMIT_EXCEEDED,
  /** The transaction in which it was to be sent did not commit. */
  ROLLED_BACK,
  /** The node stops. */
  CLOSED
}
