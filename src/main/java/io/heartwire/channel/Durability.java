package io.heartwire.channel;

/** When a publication with history counts as accepted. */
public enum Durability {
  /** When the engine has it. */
  ACCEPTED,
  /** When a replica of the engine's store has it, too. */
  REPLICATED
}
