package io.heartwire.bench.report;

/** What is measured, in the order of the table's columns. */
public enum Measure {
  DELIVERED("delivered/s", 0),
  RATE("published/s", 0),
  ROUND_TRIPS("round trips/s", 0),
  HANDSHAKES("handshakes/s", 0),
  VISITS("visits/s", 0),
  RECOVERED("recovered/s", 0),
  TIME("s", 2),
  P50("p50 ms", 2),
  P99("p99 ms", 2),
  P999("p99.9 ms", 2),
  CPU("CPU us each", 2),
  ALLOCATED("B alloc. each", 0),
  CPU_PER_CONNECTION("CPU us/conn/s", 1),
  KIB_PER_CONNECTION("KiB/conn", 1),
  RSS("RSS MiB", 0),
  GENERATOR("generator %", 0);

  private final String label;
  private final int decimals;

  Measure(String label, int decimals) {
    this.label = label;
    this.decimals = decimals;
  }

  /** With its unit. */
  public String label() {
    return label;
  }

  public int decimals() {
    return decimals;
  }

  /** Whether a ratio between two servers says something. */
  public boolean isCompared() {
    return this != GENERATOR && this != RATE;
  }
}
