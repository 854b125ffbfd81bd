package io.heartwire.it.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** In which pieces a stranger sends what it has to say. */
enum Cut {
  NOT_AT_ALL {
    @Override
    List<byte[]> apply(Random random, byte[] bytes) {
      return List.of(bytes);
    }
  },
  IN_TWO {
    @Override
    List<byte[]> apply(Random random, byte[] bytes) {
      return pieces(bytes, 1, () -> random.nextInt(bytes.length + 1));
    }
  },
  IN_CRUMBS {
    @Override
    List<byte[]> apply(Random random, byte[] bytes) {
      return pieces(bytes, MOST_PIECES, () -> 1 + random.nextInt(20));
    }
  },
  BYTE_BY_BYTE {
    @Override
    List<byte[]> apply(Random random, byte[] bytes) {
      return pieces(bytes, MOST_PIECES, () -> 1);
    }
  },
  WITHOUT_ITS_END {
    @Override
    List<byte[]> apply(Random random, byte[] bytes) {
      return List.of(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
    }
  };

  /** Each piece costs the stranger a packet; what is left then comes at once. */
  private static final int MOST_PIECES = 100;

  abstract List<byte[]> apply(Random random, byte[] bytes);

  static Cut any(Random random) {
    return values()[random.nextInt(values().length)];
  }

  private static List<byte[]> pieces(byte[] bytes, int most, java.util.function.IntSupplier size) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    while (pieces.size() < most && from < bytes.length) {
      int to = Math.min(bytes.length, from + size.getAsInt());
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }
}
