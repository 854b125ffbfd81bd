package io.heartwire.drain;

/**
 * Whether clients are being seen off.
 *
 * <pre>
 *   IDLE ──drain──▶ DRAINING ──nobody is left, or the time is over──▶ DRAINED
 *    │ ▲               ▲ │                                               │
 *    │ ├───── cancel ──┼─┴───────────────────────────────── cancel ──────┤
 *    │ └───────────────┼─────────────────────────────────────────────────┘
 *    │                 │ drain
 *    └──rebalance──▶ REBALANCING ──all of them have gone, or cancel──▶ IDLE
 * </pre>
 */
public enum DrainState {
  /** Everybody may come and stay. */
  IDLE,
  /** Nobody may come, and those who are here are asked to go. */
  DRAINING,
  /** Nobody may come, and those who were here have gone. */
  DRAINED,
  /** Everybody may come, and some of those who are here are asked to go. */
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

  /** Whether new clients are to be refused. */
  boolean refusesClients() {
    return this == DRAINING || this == DRAINED;
  }
}
