package io.heartwire.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Keys that are trusted together. Immutable. */
final class KeySet {
  /** More are no set of keys in use, and would have to be searched for each token. */
  private static final int MOST_KEYS = 100;

  static final KeySet EMPTY = new KeySet(List.of());

  private final List<TrustedKey> keys;

  KeySet(List<TrustedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a JSON Web Key Set (RFC 7517, section 5); keys that cannot verify signatures here are
   * passed over.
   *
   * @throws IllegalArgumentException if it is none, or none of its keys is of any use; the message
   *     says why
   */
  static KeySet parse(String json) {
    List<JWK> all;
    try {
      all = JWKSet.parse(json).getKeys();
    } catch (ParseException malformed) {
      throw new IllegalArgumentException("it is no JSON Web Key Set", malformed);
    }
    if (all.size() > MOST_KEYS) {
      throw new IllegalArgumentException("it has more than " + MOST_KEYS + " keys");
    }
    List<TrustedKey> usable = all.stream().map(TrustedKey::of).flatMap(Optional::stream).toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("none of its keys can verify a signature");
    }
    return new KeySet(usable);
  }

  /**
   * The key for a token: the one that it names, among those that are good for its algorithm; if it
   * names none, or keys have no names, the only one that is good for it.
   */
  Optional<TrustedKey> find(JWSHeader header) {
    String name = header.getKeyID();
    List<TrustedKey> fitting =
        keys.stream()
            .filter(key -> key.algorithms().contains(header.getAlgorithm()))
            .filter(key -> name == null || key.id() == null || key.id().equals(name))
            .toList();
    if (fitting.size() > 1 && name != null) {
      fitting = fitting.stream().filter(key -> name.equals(key.id())).toList();
    }
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  int size() {
    return keys.size();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The algorithms they are good for, and nothing of the keys. */
  @Override
  public String toString() {
    TreeSet<String> names = new TreeSet<>();
    keys.forEach(key -> key.algorithms().forEach(algorithm -> names.add(algorithm.getName())));
    return names.toString();
  }
}
