package io.heartwire.it.attack;

import io.heartwire.it.client.Entrance;
import io.heartwire.it.server.TlsPort;
import org.junit.jupiter.api.BeforeAll;

/** A gateway that ends TLS itself. */
class TlsAttackIT extends AttackContract {
  private static final TlsPort TLS = new TlsPort();

  @BeforeAll
  static void start() throws Exception {
    enterBy(Entrance.to(start(TLS.environment()), TLS));
  }
}
