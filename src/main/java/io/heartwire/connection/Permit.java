package io.heartwire.connection;

/** What is to become of something a client sent. */
public enum Permit {
  /** It is within its limits. */
  GRANTED,
  /** It is over its limit: refuse this, and go on. Where nothing can be answered: close. */
  REFUSED,
  /** It has been refused so often that it must be meant: close. */
  EXHAUSTED
}
