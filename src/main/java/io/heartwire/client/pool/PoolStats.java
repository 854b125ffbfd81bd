package io.heartwire.client.pool;

/**
 * The numbers of a pool at one moment.
 *
 * @param opening sessions being opened
 * @param idle sessions ready to be borrowed
 * @param inUse borrowed sessions, and returned ones that are still being reset
 * @param closing sessions whose connection is not yet gone
 * @param waiting borrowers without a session
 * @param leaked sessions in use for longer than the leak-detection threshold
 */
public record PoolStats(int opening, int idle, int inUse, int closing, int waiting, int leaked) {

  /** All sessions; at most the maximum size. */
  public int total() {
    return opening + idle + inUse + closing;
  }

  @Override
  public String toString() {
    return "total %d, idle %d, in use %d, waiting %d (opening %d, closing %d, leaked %d)"
        .formatted(total(), idle, inUse, waiting, opening, closing, leaked);
  }
}
