package io.heartwire.channel;

/** In what form a namespace lets publications be sent as differences to the one before. */
public enum DeltaKind {
  /** Always in full. */
  NONE,
  /** As deltas of the Fossil format, to the subscribers that ask for them. */
  FOSSIL
}
