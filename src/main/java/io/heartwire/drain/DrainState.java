package io.heartwire.drain;

/**
 * The state of draining.
 *
 * <pre>
 *   IDLE ──drain──▶ DRAINING ──all closed, or deadline reached──────▶ DRAINED
 *    │ ▲               ▲ │                                               │
 *    │ ├───── cancel ──┼─┴───────────────────────────────── cancel ──────┤
 *    │ └───────────────┼─────────────────────────────────────────────────┘
 *    │                 │ drain
 *    └──rebalance──▶ REBALANCING ──all of them closed, or cancel─────▶ IDLE
 * </pre>
 */
public enum DrainState {
  /** New clients are admitted, and no connection is closed. */
  IDLE,
  /** New clients are refused, and present connections are being closed. */
  DRAINING,
  /** New clients are refused, and all connections have been closed. */
  DRAINED,
  /** New clients are admitted, and some connections are being closed. */
  REBALANCING;

  /** The table of legal transitions. */
  boolean mayBecome(DrainState next) {
    return switch (this) {
      case IDLE -> next == DRAINING || next == REBALANCING;
      case REBALANCING -> next == DRAINING || next == IDLE;
      case DRAINING -> next == DRAINED || next == IDLE;
      case DRAINED -> next == IDLE;
    };
  }

  /** Returns whether new clients must be refused. */
  boolean refusesClients() {
    return this == DRAINING || this == DRAINED;
  }
}
