package io.heartwire.client.pool;

/** Why a session left the pool. */
public enum CloseCause {
  /** The server or the network ended it, or a request got no answer. */
  BROKEN,
  /** It did not answer a ping, before it was lent or while it was idle. */
  NO_ANSWER,
  /** It was idle for the idle timeout. */
  IDLE_TOO_LONG,
  /** It reached its maximum lifetime. */
  TOO_OLD,
  /** Requests or subscriptions that its borrower left did not end in time. */
  LEFT_BUSY,
  /** The pool was closed. */
  POOL_CLOSED
}
