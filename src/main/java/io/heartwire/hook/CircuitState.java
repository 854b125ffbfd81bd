package io.heartwire.hook;

/** Whether a bean is asked. */
public enum CircuitState {
  /** Always. */
  CLOSED,
  /** By a few calls, which try whether it is well again. */
  HALF_OPEN,
  /** Never, for now. */
  OPEN
}
