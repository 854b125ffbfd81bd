package io.heartwire.channel;

/** What to do once a subscription's lock has been released. */
enum FollowUp {
  /** Nothing; the publication was accepted. */
  TAKEN,
  /** Nothing; no publication was accepted. */
  NOT_TAKEN,
  /** Close the connection as slow. */
  TOO_SLOW,
  /** Clean up after the subscription, which has ended; the subscriber has been told. */
  ENDED
}
