package io.heartwire.it.limit;

import io.heartwire.it.client.Entrance;
import io.heartwire.it.server.TlsPort;
import org.junit.jupiter.api.BeforeAll;

/** A gateway that ends TLS itself. */
class TlsLimitIT extends LimitContract {
  private static final TlsPort TLS = new TlsPort();

  @BeforeAll
  void start() throws Exception {
    enterBy(Entrance.to(start(TLS.environment()), TLS));
  }
}
