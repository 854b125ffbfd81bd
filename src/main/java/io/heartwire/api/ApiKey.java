package io.heartwire.api;

import io.heartwire.admission.AccessKey;
import org.jspecify.annotations.Nullable;

/** The secret that opens the server API, and the ways to bring it. */
final class ApiKey {
  static final String HEADER = "X-API-Key";
  static final String SCHEME = "apikey";
  static final String PARAMETER = "api_key";

  private final AccessKey key;

  /**
   * @param key empty = nothing opens the API
   */
  ApiKey(String key) {
    this.key = new AccessKey(key);
  }

  /**
   * What a request shows.
   *
   * @param header of the name {@value #HEADER}, or null
   * @param authorization the header of that name, or null; looked at without the one before
   * @param parameter of the address, by the name {@value #PARAMETER}, or null
   */
  record Presented(
      @Nullable String header, @Nullable String authorization, @Nullable String parameter) {

    /** Whether there is a key at all. */
    boolean isAny() {
      return header != null || credentials() != null || parameter != null;
    }

    private @Nullable String credentials() {
      return AccessKey.credentials(authorization, SCHEME);
    }

    @Override
    public String toString() {
      return "hidden";
    }
  }

  /** Whether a request may pass. */
  boolean opens(Presented shown) {
    return key.matches(shown.header() != null ? shown.header() : shown.credentials())
        || key.matches(shown.parameter());
  }

  /** Whether there is one, and nothing of it. */
  @Override
  public String toString() {
    return key.toString();
  }
}
