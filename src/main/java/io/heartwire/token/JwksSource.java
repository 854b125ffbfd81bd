package io.heartwire.token;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Where a set of keys comes from. */
interface JwksSource {

  /** Asks for the set; the stage is always completed, one way or the other. */
  CompletionStage<byte[]> fetch(URI url);
}
