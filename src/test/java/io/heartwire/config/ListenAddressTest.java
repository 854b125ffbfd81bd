package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

  @Test
  void mustUseTheLoopbackWhereTheGatewayListensEverywhere() {
    InetSocketAddress address = of("9080", "*").orElseThrow();

    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    assertThat(address.getPort()).isEqualTo(9080);
  }

  @Test
  void mustUseTheOneAddressOnWhichTheGatewayListens() {
    assertThat(of("9081", "127.0.0.3")).hasValue(new InetSocketAddress("127.0.0.3", 9081));
  }

  @Test
  void mustBeEmptyWhereThereIsNoPlainPort() {
    assertThat(of("-1", "*")).isEmpty();
    assertThat(of("", "*")).isEmpty();
    assertThat(of("70000", "*")).isEmpty();
  }

  private static Optional<InetSocketAddress> of(String port, String host) {
    return ListenAddress.of(TestSettings.with(Map.of("http.port", port, "http.host", host)));
  }
}
