package io.heartwire.channel;

/** The reason for which a request on a channel failed. */
public enum ChannelProblem {
  /** The name or another part of the request is invalid. */
  BAD_REQUEST,
  /** The namespace is not configured. */
  UNKNOWN_CHANNEL,
  /** The namespace's rules or the channel's name do not permit this to the client. */
  PERMISSION_DENIED,
  /** The feature is not enabled in the namespace. */
  NOT_AVAILABLE,
  /** A limit is reached; the message names it. */
  LIMIT_EXCEEDED,
  /** The history no longer has all publications after the position. */
  UNRECOVERABLE_POSITION,
  /** The subscription was ended while it was being established. */
  CANCELLED,
  /** A temporary failure of the gateway; the client may retry. */
  INTERNAL
}
