package io.heartwire.token;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** A source of a key set. */
interface JwksSource {

  /** Fetches the set; the stage always completes. */
  CompletionStage<byte[]> fetch(URI url);
}
