package io.heartwire.hook;

import io.heartwire.visibility.Internal;

/** Whether a bean is asked. */
@Internal
public enum CircuitState {
  /** Always. */
  CLOSED,
  /** By a few calls, which try whether it is well again. */
  HALF_OPEN,
  /** Never, for now. */
  OPEN
}
