package io.heartwire.channel;

/** The format in which a namespace sends publications as deltas to the one before. */
public enum DeltaKind {
  /** Always in full. */
  NONE,
  /** As deltas of the Fossil format, to the subscribers that ask for them. */
  FOSSIL
}
