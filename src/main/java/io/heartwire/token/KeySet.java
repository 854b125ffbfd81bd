package io.heartwire.token;

import com.nimbusds.jose.JWSHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A set of trusted keys. Immutable. */
final class KeySet {
  /** A limit, since the keys are searched for each token. Real key sets are much smaller. */
  private static final int MOST_KEYS = 100;

  private final List<TrustedKey> keys;
  private final List<String> leftOut;

  KeySet(List<TrustedKey> keys) {
    this(keys, List.of());
  }

  private KeySet(List<TrustedKey> keys, List<String> leftOut) {
    this.keys = List.copyOf(keys);
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Parses a JSON Web Key Set (RFC 7517, section 5). A key that cannot be used here is left out,
   * without effect on the others.
   *
   * @throws IllegalArgumentException if it is not a key set, or none of its keys can be used; the
   *     message says why
   */
  static KeySet parse(String json) {
    List<String> all = JwkSetReader.keys(json);
    if (all.size() > MOST_KEYS) {
      throw new IllegalArgumentException("it has more than " + MOST_KEYS + " keys");
    }
    List<TrustedKey> usable = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      try {
        TrustedKey.of(all.get(i)).ifPresent(usable::add);
      } catch (IllegalArgumentException unusable) {
        leftOut.add("number " + (i + 1) + ": " + unusable.getMessage());
      }
    }
    if (usable.isEmpty()) {
      throw new IllegalArgumentException(
          "none of its keys can verify a signature" + (leftOut.isEmpty() ? "" : " " + leftOut));
    }
    return new KeySet(usable, leftOut);
  }

  /**
   * Returns the key for a token: the one with the token's key id, among those for its algorithm. If
   * the token or the keys have no id, the only key for its algorithm.
   */
  Optional<TrustedKey> find(JWSHeader header) {
    String name = header.getKeyID();
    List<TrustedKey> fitting = fitting(header);
    if (fitting.size() > 1 && name != null) {
      fitting = fitting.stream().filter(key -> name.equals(key.id())).toList();
    }
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /**
   * Returns all keys that may be the token's: those for its algorithm without a different key id.
   */
  List<TrustedKey> fitting(JWSHeader header) {
    String name = header.getKeyID();
    return keys.stream()
        .filter(key -> key.algorithms().contains(header.getAlgorithm()))
        .filter(key -> name == null || key.id() == null || key.id().equals(name))
        .toList();
  }

  /** The keys of the set that cannot be used, with the reasons, for the log. */
  List<String> leftOut() {
    return leftOut;
  }

  int size() {
    return keys.size();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Shows the algorithms, and nothing of the keys. */
  @Override
  public String toString() {
    TreeSet<String> names = new TreeSet<>();
    keys.forEach(key -> key.algorithms().forEach(algorithm -> names.add(algorithm.getName())));
    return names.toString();
  }
}
