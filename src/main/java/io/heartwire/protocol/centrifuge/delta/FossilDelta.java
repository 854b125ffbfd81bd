package io.heartwire.protocol.centrifuge.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Creates deltas in the format of the Fossil version control system. A delta makes the new bytes
 * from the old ones by copying parts of the old and inserting new parts.
 *
 * <p>The format is described at <a
 * href="https://fossil-scm.org/home/doc/trunk/www/delta_format.wiki">fossil-scm.org</a>; clients
 * apply the deltas.
 */
public final class FossilDelta {
  /*
   * Every block of the old bytes is put into a hash table. At each position of the new bytes the
   * block that begins there is looked up. Of a bounded number of old blocks with the same hash the
   * one with the longest match around it is taken. Compared bytes are either part of the match, and
   * skipped afterwards, or no longer than a block. So time is linear in both lengths, and memory is
   * a quarter of the old length, besides the delta.
   */

  /** No delta is created if the old or the new bytes are longer than this. */
  public static final int MOST_BYTES = 4 << 20;

  private static final int BLOCK = 16;
  private static final int WORTH_A_COPY = 12; // shorter ones take more bytes to describe
  private static final int MOST_CANDIDATES = 16;
  private static final int NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] source;
  private final byte[] target;
  private final int[] newest; // hash to the last block entered under it
  private final int[] older; // block to the one entered before it under the same hash
  private final DeltaWriter out;

  private int bestFrom; // where the best match begins in the target
  private int bestTo;
  private int bestSource;

  private FossilDelta(byte[] source, byte[] target) {
    this.source = source;
    this.target = target;
    int blocks = source.length / BLOCK;
    this.newest = new int[Math.max(1, Integer.highestOneBit(blocks))];
    this.older = new int[blocks];
    this.out = new DeltaWriter(target.length);
    Arrays.fill(newest, NONE);
    for (int block = 0; block < blocks; block++) {
      int slot = slot(source, block * BLOCK);
      older[block] = newest[slot];
      newest[slot] = block;
    }
  }

  /**
   * Returns a delta that makes {@code target} from {@code source}, or null if it would not be
   * shorter than {@code target}, which must be sent in full then.
   *
   * <p>If both are UTF-8 text, so is the delta: no character is split.
   */
  public static byte @Nullable [] create(byte[] source, byte[] target) {
    if (source.length < BLOCK
        || target.length < BLOCK
        || source.length > MOST_BYTES
        || target.length > MOST_BYTES) {
      return null;
    }
    return new FossilDelta(source, target).write();
  }

  private byte @Nullable [] write() {
    out.header(target.length);
    int written = 0;
    int at = 0;
    while (at + BLOCK <= target.length && out.isShorterThan(target.length)) {
      if (!find(at, written)) {
        at++;
        continue;
      }
      out.insert(target, written, bestFrom);
      out.copy(bestTo - bestFrom, bestSource);
      written = bestTo;
      at = bestTo;
    }
    out.insert(target, written, target.length);
    out.checksum(target);
    return out.isShorterThan(target.length) ? out.toByteArray() : null;
  }

  /**
   * Finds the longest match around the block at a position.
   *
   * @param floor the position in the target up to which it is already written
   */
  private boolean find(int at, int floor) {
    bestFrom = at;
    bestTo = at;
    int block = newest[slot(target, at)];
    for (int tries = 0; block != NONE && tries < MOST_CANDIDATES; tries++) {
      extend(block * BLOCK, at, floor);
      block = older[block];
    }
    trimToCharacters();
    return bestTo - bestFrom >= WORTH_A_COPY;
  }

  private void extend(int from, int at, int floor) {
    int common = Arrays.mismatch(source, from, source.length, target, at, target.length);
    int forward = common < 0 ? Math.min(source.length - from, target.length - at) : common;
    if (forward < BLOCK) {
      return;
    }
    int back = 0;
    while (from - back > 0
        && at - back > floor
        && source[from - back - 1] == target[at - back - 1]) {
      back++;
    }
    if (forward + back > bestTo - bestFrom) {
      bestFrom = at - back;
      bestTo = at + forward;
      bestSource = from - back;
    }
  }

  /**
   * Shortens the match so that it does not split characters; in UTF-8 that is at most three bytes
   * at each end.
   */
  private void trimToCharacters() {
    for (int i = 0; i < 3 && bestFrom < bestTo && isInsideCharacter(bestFrom); i++) {
      bestFrom++;
      bestSource++;
    }
    for (int i = 0; i < 3 && bestFrom < bestTo && isInsideCharacter(bestTo); i++) {
      bestTo--;
    }
  }

  /** Returns whether the position is within a character, if the target is UTF-8. */
  private boolean isInsideCharacter(int at) {
    return at < target.length && (target[at] & 0xC0) == 0x80;
  }

  private int slot(byte[] bytes, int at) {
    long low = (long) LONGS.get(bytes, at) * 0x9E3779B97F4A7C15L;
    long high = (long) LONGS.get(bytes, at + Long.BYTES) * 0xC2B2AE3D27D4EB4FL;
    long hash = low ^ Long.rotateLeft(high, 29);
    return (int) ((hash >>> 32) ^ hash) & (newest.length - 1);
  }
}
