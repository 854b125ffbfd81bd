package io.heartwire.client.pool;

/** Why a session left the pool. */
public enum CloseCause {
  /** The server or the network ended it, or a request found no answer. */
  BROKEN,
  /** It did not answer a ping, before it was lent or while it was idle. */
  NO_ANSWER,
  /** Nobody needed it for the idle timeout. */
  IDLE_TOO_LONG,
  /** It reached its maximum lifetime. */
  TOO_OLD,
  /** Its borrower left requests or subscriptions behind that did not end in time. */
  LEFT_BUSY,
  /** The pool was closed. */
  POOL_CLOSED
}
