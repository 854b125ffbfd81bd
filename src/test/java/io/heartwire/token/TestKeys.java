package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.config.Settings;
import io.heartwire.testkit.Issuer;
import io.heartwire.time.TimeSource;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keys of an issuer that answers at once, or not at all, for tests of other packages. */
public final class TestKeys {
  private final JwksKeys keys;
  private final TimeSource time;
  private volatile @Nullable Issuer issuer;

  /**
   * @param settings may name its address; nobody asks there
   */
  public TestKeys(Settings settings, TimeSource time) {
    this.time = time;
    this.keys = new JwksKeys(new JwksConfig(settings), url -> answer(), time);
  }

  public JwksKeys keys() {
    return keys;
  }

  /** Has them asked for, if the settings name an address. */
  public void ask() {
    keys.tick(time.nanos());
  }

  /** Answers with the key of this one from now on; null = with nothing, as at first. */
  public void answerWith(@Nullable Issuer issuer) {
    this.issuer = issuer;
  }

  private CompletableFuture<byte[]> answer() {
    Issuer present = issuer;
    return present == null
        ? CompletableFuture.failedFuture(new ConnectException("nobody is there"))
        : CompletableFuture.completedFuture(Issuer.set(present).getBytes(UTF_8));
  }
}
