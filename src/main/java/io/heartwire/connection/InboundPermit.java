package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/** The decision of the rate limit about something that a client sent. */
@Internal
public enum InboundPermit {
  /** It is within its limits. */
  GRANTED,
  /** It is over its limit: refuse this and go on. Close where the protocol has no error reply. */
  REFUSED,
  /** It has been refused too often: close. */
  EXHAUSTED
}
