package io.heartwire.channel;

/** Why something could not be done with a channel. */
public enum ChannelProblem {
  /** The name breaks the rule, or something else in the request makes no sense. */
  BAD_REQUEST,
  /** The namespace is not configured. */
  UNKNOWN_CHANNEL,
  /** The namespace's rules, or the channel's name, do not let this client. */
  PERMISSION_DENIED,
  /** The namespace has not switched it on. */
  NOT_AVAILABLE,
  /** A limit is reached; which one is in the message. */
  LIMIT_EXCEEDED,
  /** The stream cannot give what follows the position. */
  UNRECOVERABLE_POSITION,
  /** The subscription was ended while it was being established. */
  CANCELLED,
  /** The gateway's own trouble, for now; worth trying again. */
  INTERNAL
}
